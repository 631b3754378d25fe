package io.scaledapp.balancer.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketFramesTest {
  private static final int FIN = 0x80;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;

  private final WebSocketFrames frames = new WebSocketFrames();

  private record Frame(int firstByte, int length, boolean masked) {

    ByteBuf encoded() {
      int mask = masked ? 0x80 : 0;
      ByteBuf buffer = Unpooled.buffer().writeByte(firstByte);
      if (length < 126) {
        buffer.writeByte(mask | length);
      } else if (length < 65_536) {
        buffer.writeByte(mask | 126).writeShort(length);
      } else {
        buffer.writeByte(mask | 127).writeLong(length);
      }
      // Every payload byte looks like the start of a Close frame to a tracker that lost its way.
      int rest = length + (masked ? 4 : 0);
      for (int i = 0; i < rest; i++) {
        buffer.writeByte(FIN | CLOSE);
      }
      return buffer;
    }
  }

  @Property
  void boundariesAreWhereFramesEndHoweverTheBytesAreCut(
      @ForAll("messages") List<Frame> sent, @ForAll("cuts") List<Integer> cuts) {
    ByteBuf wire = Unpooled.buffer();
    var ends = new HashMap<Integer, Frame>();
    for (Frame frame : sent) {
      wire.writeBytes(frame.encoded());
      ends.put(wire.writerIndex(), frame);
    }
    var tracker = new WebSocketFrames();
    boolean inMessage = false;
    int cut = 0;

    while (wire.isReadable()) {
      int size = Math.min(wire.readableBytes(), cuts.get(cut++ % cuts.size()));
      int start = wire.readerIndex();
      tracker.accept(wire.readSlice(size));
      for (int i = start + 1; i <= start + size; i++) {
        Frame ended = ends.get(i);
        if (ended != null && (ended.firstByte() & 0x08) == 0) {
          inMessage = (ended.firstByte() & FIN) == 0;
        }
      }
      boolean boundary = ends.containsKey(start + size);
      assertThat(tracker.atBoundary()).isEqualTo(boundary);
      assertThat(tracker.betweenMessages()).isEqualTo(boundary && !inMessage);
      assertThat(tracker.sawClose()).isFalse();
    }
    assertThat(tracker.isBroken()).isFalse();
  }

  @Property
  void anyBytesMeanTheSameHoweverTheyAreCut(
      @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(max = 40) int cut) {
    ByteBuf wire = Unpooled.wrappedBuffer(bytes);
    var whole = new WebSocketFrames();
    whole.accept(wire);
    var parts = new WebSocketFrames();
    parts.accept(wire.readSlice(Math.min(cut, bytes.length)));
    parts.accept(wire);

    assertThat(parts.isBroken()).isEqualTo(whole.isBroken());
    assertThat(parts.atBoundary()).isEqualTo(whole.atBoundary());
    assertThat(parts.betweenMessages()).isEqualTo(whole.betweenMessages());
    assertThat(parts.sawClose()).isEqualTo(whole.sawClose());
  }

  @Property
  void firstBoundaryIsTheEndOfTheFirstFrame(@ForAll("messages") List<Frame> sent) {
    ByteBuf wire = Unpooled.buffer();
    sent.forEach(frame -> wire.writeBytes(frame.encoded()));
    var followed = new WebSocketFrames();
    for (Frame frame : sent) {
      int end = wire.readerIndex() + frame.encoded().readableBytes();
      followed.acceptToBoundary(wire);
      assertThat(wire.readerIndex()).isEqualTo(end);
      assertThat(followed.atBoundary()).isTrue();
    }
  }

  @Property
  void bytesUpToABoundaryMeanTheSameAsAllOfThem(@ForAll @Size(max = 300) byte[] bytes) {
    var whole = new WebSocketFrames();
    whole.accept(Unpooled.wrappedBuffer(bytes));
    var followed = new WebSocketFrames();
    ByteBuf rest = Unpooled.wrappedBuffer(bytes);
    while (rest.isReadable()) {
      followed.acceptToBoundary(rest);
    }
    assertThat(followed.atBoundary()).isEqualTo(whole.atBoundary());
    assertThat(followed.isBroken()).isEqualTo(whole.isBroken());
    assertThat(followed.sawClose()).isEqualTo(whole.sawClose());
  }

  @Test
  void tunnelBeginsBetweenMessages() {
    assertThat(frames.atBoundary()).isTrue();
    assertThat(frames.betweenMessages()).isTrue();
  }

  @Test
  void pingBetweenFragmentsIsABoundaryWithinAMessage() {
    accept(new Frame(TEXT, 3, true).encoded(), new Frame(FIN | PING, 0, true).encoded());

    assertThat(frames.atBoundary()).isTrue();
    assertThat(frames.betweenMessages()).isFalse();

    accept(new Frame(FIN | CONTINUATION, 3, true).encoded());

    assertThat(frames.betweenMessages()).isTrue();
  }

  @Test
  void closeIsSeenWithItsFirstByte() {
    accept(Unpooled.wrappedBuffer(new byte[] {(byte) (FIN | CLOSE)}));

    assertThat(frames.sawClose()).isTrue();
    assertThat(frames.atBoundary()).isFalse();
  }

  @Test
  void acceptLeavesTheBufferAsItIs() {
    ByteBuf bytes = new Frame(FIN | TEXT, 300, true).encoded().readerIndex(0);

    accept(bytes);

    assertThat(bytes.readerIndex()).isZero();
    assertThat(bytes.refCnt()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "long control frame, 88 7E 0000",
    "fragmented control frame, 09 00",
    "64-bit length with its top bit set, 82 7F 8000000000000000",
  })
  void bytesThatAreNoFrameEndTheTracking(String name, String hex) {
    accept(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
    accept(Unpooled.buffer().writeZero(1_000));

    assertThat(frames.isBroken()).as(name).isTrue();
    assertThat(frames.atBoundary()).isFalse();
    assertThat(frames.betweenMessages()).isFalse();
  }

  private void accept(ByteBuf... buffers) {
    for (ByteBuf buffer : buffers) {
      frames.accept(buffer);
    }
  }

  @Provide
  Arbitrary<List<Frame>> messages() {
    var firstByte = Arbitraries.of(TEXT, FIN | TEXT, FIN | BINARY, CONTINUATION, FIN | 0x40 | TEXT);
    var length = Arbitraries.of(0, 1, 125, 126, 300, 65_535, 65_536, 70_000);
    var data = Combinators.combine(firstByte, length, Arbitraries.of(true, false)).as(Frame::new);
    var ping =
        Arbitraries.integers().between(0, 125).map(size -> new Frame(FIN | PING, size, true));
    return Arbitraries.oneOf(data, ping).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.of(1, 2, 3, 7, 124, 4_096, 65_536).list().ofMinSize(1).ofMaxSize(8);
  }
}
