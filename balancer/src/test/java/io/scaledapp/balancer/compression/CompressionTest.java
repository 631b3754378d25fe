package io.scaledapp.balancer.compression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import io.scaledapp.balancer.control.CompressionPolicy.Level;
import io.scaledapp.balancer.memory.MemoryBudget;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
  private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
  private static final Encoders WITHOUT_ZSTD =
      (encoding, level) -> {
        if (encoding == Encoding.ZSTD) {
          throw new UnsatisfiedLinkError("none for this machine");
        }
        return Encoders.LIBRARIES.open(encoding, level);
      };

  private final MemoryBudget budget = new MemoryBudget(16 * 1024 * 1024);
  private final AtomicInteger refused = new AtomicInteger();

  private static CompressionPolicy policy(Level level, Encoding... encodings) {
    return new CompressionPolicy(List.of(encodings), 1, List.of(), level);
  }

  private static AcceptEncoding all() {
    var accepted = new AcceptEncoding();
    accepted.read(Heads.request("Accept-Encoding: *"));
    return accepted;
  }

  private @Nullable EncodedBody begin(Encoders encoders, CompressionPolicy policy) {
    return new Compression(encoders, () -> budget).begin(policy, all(), refused::incrementAndGet);
  }

  private EncodedBody begin(Encoding encoding, Level level) {
    return Objects.requireNonNull(begin(Encoders.LIBRARIES, policy(level, encoding)));
  }

  /** Writes what is new to {@code all}, which gets its content. */
  private static void move(ByteBuf out, ByteBuf all) {
    all.writeBytes(out);
    out.release();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasWrittenCanBeReadAfterAFlushAndInTheEnd(Encoding encoding) {
    for (Level level : Level.values()) {
      var body = begin(encoding, level);
      var sent = Unpooled.buffer();
      var text = new StringBuilder();
      var random = new Random(7);
      for (int i = 0; i < 30; i++) {
        String part = Long.toString(random.nextLong(), 36).repeat(random.nextInt(1, 3000));
        text.append(part);
        var in = i % 2 == 0 ? ALLOCATOR.directBuffer() : ALLOCATOR.heapBuffer();
        in.writeCharSequence(part, ISO_8859_1);
        move(body.write(in, ALLOCATOR), sent);
        in.release();
        if (i % 5 == 0) {
          move(body.flush(ALLOCATOR), sent);
          assertThat(Decoding.begin(encoding, sent)).isEqualTo(text.toString());
        }
      }
      move(body.finish(ALLOCATOR), sent);
      body.close();
      assertThat(Decoding.whole(encoding, sent)).isEqualTo(text.toString());
      assertThat(sent.readableBytes()).isLessThan(text.length() / 2);
    }
    assertThat(budget.used()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyBodyHasAnEndToo(Encoding encoding) {
    var body = begin(encoding, Level.BALANCED);
    var sent = Unpooled.buffer();
    move(body.finish(ALLOCATOR), sent);
    body.close();
    assertThat(Decoding.whole(encoding, sent)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotEndedGivesItsMemoryBack(Encoding encoding) {
    var body = begin(encoding, Level.BALANCED);
    assertThat(budget.used()).isPositive();
    body.write(Unpooled.copiedBuffer("half of it", ISO_8859_1), ALLOCATOR).release();
    body.close();
    body.close();
    assertThat(budget.used()).isZero();
  }

  @Test
  void withoutMemoryNothingIsCompressedAndThatIsTold() {
    var small = new MemoryBudget(Encoders.memory(Encoding.GZIP));
    var compression = new Compression(Encoders.LIBRARIES, () -> small);
    var policy = policy(Level.FAST, Encoding.GZIP);
    var first = compression.begin(policy, all(), refused::incrementAndGet);
    assertThat(first).isNotNull();
    assertThat(compression.begin(policy, all(), refused::incrementAndGet)).isNull();
    assertThat(refused).hasValue(1);
    first.close();
    var third = compression.begin(policy, all(), refused::incrementAndGet);
    assertThat(third).isNotNull();
    third.close();
    assertThat(small.used()).isZero();
  }

  @Test
  void machineWithoutALibraryTakesTheNextEncoding() {
    var body = begin(WITHOUT_ZSTD, policy(Level.FAST, Encoding.ZSTD, Encoding.GZIP));
    assertThat(body).isNotNull();
    assertThat(body.encoding()).isEqualTo(Encoding.GZIP);
    body.close();
    assertThat(begin(WITHOUT_ZSTD, policy(Level.FAST, Encoding.ZSTD))).isNull();
    assertThat(budget.used()).isZero();
    assertThat(refused).hasValue(0);
  }

  @Test
  void encoderThatFailsIsToldAsSuchAndLeaksNothing() {
    var body = begin((encoding, level) -> new Failing(), policy(Level.FAST, Encoding.GZIP));
    assertThat(body).isNotNull();
    assertThatThrownBy(() -> body.flush(ALLOCATOR)).isInstanceOf(EncoderException.class);
    body.close();
    assertThat(budget.used()).isZero();
  }

  private static final class Failing implements Encoder {
    @Override
    public void write(ByteBuf in, ByteBuf out) {}

    @Override
    public void flush(ByteBuf out) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void finish(ByteBuf out) {}

    @Override
    public void close() {}
  }
}
