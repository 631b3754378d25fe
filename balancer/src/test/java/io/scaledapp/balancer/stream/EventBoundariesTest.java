package io.scaledapp.balancer.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBoundariesTest {

  /** As slowly as the standard says it: all lines so far, and what they are. */
  private static boolean isBoundary(String sent) {
    if (sent.endsWith("\r") && sent.contains("\r\n")) {
      return false;
    }
    String lines = sent.replace("\r\n", "\n").replace('\r', '\n');
    if (!lines.isEmpty() && !lines.endsWith("\n")) {
      return false;
    }
    boolean inEvent = false;
    for (String line : lines.split("\n")) {
      inEvent = !line.isEmpty() && (inEvent || !line.startsWith(":"));
    }
    // Empty lines at the end, which are not among those of a split.
    return !inEvent || lines.endsWith("\n\n");
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }

  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.strings().withChars("ab:\r\n").ofMaxLength(30);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Arbitraries.integers().between(1, 9).list().ofMinSize(1).ofMaxSize(10);
  }

  @Property
  void boundariesAreWhereNoEventIsUnderWayHoweverTheBytesAreCut(
      @ForAll("streams") String stream, @ForAll("cuts") List<Integer> cuts) {
    ByteBuf wire = bytes(stream);
    var followed = new EventBoundaries();
    assertThat(followed.atBoundary()).isTrue();
    for (int cut = 0; wire.isReadable(); cut++) {
      int size = Math.min(wire.readableBytes(), cuts.get(cut % cuts.size()));
      followed.accept(wire.readSlice(size));
      String sent = stream.substring(0, wire.readerIndex());
      assertThat(followed.atBoundary()).isEqualTo(isBoundary(sent));
    }
  }

  @Property
  void firstBoundaryIsTheFirstPlaceWhereNoEventIsUnderWay(
      @ForAll("streams") String stream, @ForAll @IntRange(max = 30) int followedBefore) {
    int start = Math.min(followedBefore, stream.length() - 1);
    if (start < 0) {
      return;
    }
    var followed = new EventBoundaries();
    followed.accept(bytes(stream.substring(0, start)));
    int end = start + 1;
    while (end < stream.length() && !isBoundary(stream.substring(0, end))) {
      end++;
    }
    boolean isHalf = stream.charAt(end - 1) == '\r' && stream.startsWith("\n", end);
    ByteBuf rest = bytes(stream.substring(start));

    assertThat(start + followed.acceptToBoundary(rest)).isEqualTo(isHalf ? end + 1 : end);
    assertThat(rest.readerIndex()).isZero();
    assertThat(followed.atBoundary()).isEqualTo(isBoundary(stream.substring(0, end)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "d, false",
    "data: 1/, false",
    "data: 1//, true",
    "data: 1//data, false",
    "data: 1/id: 1//, true",
    ": note/, true",
    ": note, false",
    "data: 1/: note/, false",
    "//, true",
  })
  void eventEndsWithAnEmptyLine(String lines, boolean expected) {
    for (String lineEnd : List.of("\n", "\r", "\r\n")) {
      var followed = new EventBoundaries();
      followed.accept(bytes(lines.replace("/", lineEnd)));
      assertThat(followed.atBoundary()).isEqualTo(expected);
    }
  }
}
