package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http1.TrailerSection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GrpcHealthPropertyTest {
  private static final byte[] SERVING = {8, 1};

  /** Whole fields that no version of the message has: of each wire type, with numbers from 2. */
  @Provide
  Arbitrary<List<byte[]>> otherFields() {
    return Arbitraries.of(
            new byte[] {2 << 3, (byte) 0x96, 1},
            new byte[] {2 << 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
            new byte[] {3 << 3 | 1, 1, 2, 3, 4, 5, 6, 7, 8},
            new byte[] {4 << 3 | 2, 0},
            new byte[] {4 << 3 | 2, 2, 8, 2},
            new byte[] {5 << 3 | 5, 1, 2, 3, 4},
            new byte[] {(byte) 0x80, 1, 7})
        .list()
        .ofMaxSize(5);
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteBuf all = Unpooled.buffer();
    parts.forEach(all::writeBytes);
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }

  private static byte[] prefixed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static boolean isServing(byte[] body, String status, int step) {
    var answer = new GrpcHealthAnswer();
    for (int at = 0; at < body.length; at += step) {
      answer.body(Unpooled.wrappedBuffer(body, at, Math.min(step, body.length - at)));
    }
    var trailers = new TrailerSection(HeadLimits.DEFAULT);
    var text = "grpc-status: " + status + "\r\n\r\n";
    trailers.read(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    answer.fields(trailers);
    return answer.isServing();
  }

  @Property
  void onlyServingServes(
      @ForAll("otherFields") List<byte[]> before,
      @ForAll("otherFields") List<byte[]> after,
      @ForAll @IntRange(max = 127) int status,
      @ForAll @IntRange(min = 1, max = 40) int step) {
    byte[] message = joined(List.of(joined(before), new byte[] {8, (byte) status}, joined(after)));
    assertThat(isServing(prefixed(message), "0", step)).isEqualTo(status == 1);
    assertThat(isServing(prefixed(message), "5", step)).isFalse();
  }

  @Property
  void lastStatusCounts(
      @ForAll @IntRange(max = 127) int first, @ForAll @IntRange(max = 127) int last) {
    byte[] message = {8, (byte) first, 8, (byte) last};
    assertThat(isServing(prefixed(message), "0", 40)).isEqualTo(last == 1);
  }

  @Property
  void messageThatIsCutDoesNotServe(
      @ForAll("otherFields") List<byte[]> after, @ForAll @IntRange(min = 1, max = 60) int cut) {
    byte[] whole = prefixed(joined(List.of(SERVING, joined(after))));
    byte[] body = Arrays.copyOf(whole, Math.max(0, whole.length - cut));
    assertThat(isServing(body, "0", 40)).isFalse();
  }

  @Property
  void anyBytesAreJudged(@ForAll @Size(max = 60) byte[] message) {
    if (isServing(prefixed(message), "0", 40)) {
      // A varint that begins so is the only way to say it.
      assertThat(IntStream.range(0, message.length).map(at -> message[at] & 0x7f)).contains(8, 1);
    }
    assertThat(isServing(prefixed(message), "1", 40)).isFalse();
  }

  @Example
  void tooManyBytesDoNotServe() {
    byte[] padding = new byte[2_000];
    padding[0] = 2 << 3 | 2;
    padding[1] = (byte) 0xcd;
    padding[2] = 0x0f;
    assertThat(isServing(prefixed(joined(List.of(padding, SERVING))), "0", 500)).isFalse();
  }

  @Example
  void compressedMessageDoesNotServe() {
    byte[] body = prefixed(SERVING);
    body[0] = 1;
    assertThat(isServing(body, "0", 40)).isFalse();
  }

  @Example
  void requestOfTheServerAsAWholeIsEmpty() {
    assertThat(bytes("")).containsExactly(0, 0, 0, 0, 0);
  }

  @Example
  void requestNamesItsService() {
    assertThat(bytes("a.B")).containsExactly(0, 0, 0, 0, 5, 10, 3, 'a', '.', 'B');
    assertThat(bytes("x".repeat(200))).startsWith(0, 0, 0, 0, 203, 10, 200, 1, 'x');
  }

  private static int[] bytes(String service) {
    ByteBuf message = GrpcHealthRequest.message(service);
    int[] bytes = new int[message.readableBytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = message.readUnsignedByte();
    }
    return bytes;
  }
}
