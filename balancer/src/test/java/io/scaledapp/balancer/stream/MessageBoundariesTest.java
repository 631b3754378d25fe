package io.scaledapp.balancer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MessageBoundariesTest {

  /** Whose bytes look like prefixes to whoever lost his way. */
  private static ByteBuf message(int length) {
    ByteBuf message = Unpooled.buffer().writeByte(length % 2).writeInt(length);
    for (int i = 0; i < length; i++) {
      message.writeByte(i % 5 == 4 ? 1 : 0);
    }
    return message;
  }

  @Provide
  Arbitrary<List<Integer>> lengths() {
    return Arbitraries.integers().between(0, 300).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(1, 100).list().ofMinSize(1).ofMaxSize(10);
  }

  @Property
  void boundariesAreWhereMessagesEndHoweverTheBytesAreCut(
      @ForAll("lengths") List<Integer> lengths, @ForAll("cuts") List<Integer> cuts) {
    ByteBuf wire = Unpooled.buffer();
    var ends = new HashSet<Integer>();
    for (int length : lengths) {
      wire.writeBytes(message(length));
      ends.add(wire.writerIndex());
    }
    var followed = new MessageBoundaries();
    assertThat(followed.atBoundary()).isTrue();
    for (int cut = 0; wire.isReadable(); cut++) {
      followed.accept(wire.readSlice(Math.min(wire.readableBytes(), cuts.get(cut % cuts.size()))));
      assertThat(followed.atBoundary()).isEqualTo(ends.contains(wire.readerIndex()));
    }
  }

  @Property
  void firstBoundaryIsTheEndOfTheFirstMessage(
      @ForAll("lengths") List<Integer> lengths, @ForAll("cuts") List<Integer> cuts) {
    ByteBuf wire = Unpooled.buffer();
    lengths.forEach(length -> wire.writeBytes(message(length)));
    var followed = new MessageBoundaries();
    for (int i = 0; i < lengths.size(); i++) {
      int length = 5 + lengths.get(i);
      int before = Math.min(length - 1, cuts.get(i % cuts.size()));
      followed.accept(wire.readSlice(before));
      assertThat(followed.acceptToBoundary(wire)).isEqualTo(length - before);
      assertThat(followed.atBoundary()).isTrue();
      wire.skipBytes(length - before);
    }
  }

  @Test
  void lengthsAreOfFourBytesWithoutASign() {
    var followed = new MessageBoundaries();
    ByteBuf wire = Unpooled.buffer().writeByte(1).writeInt(-1).writeBytes(new byte[1000]);
    assertThat(followed.acceptToBoundary(wire)).isEqualTo(1005);
    assertThat(followed.atBoundary()).isFalse();
  }
}
