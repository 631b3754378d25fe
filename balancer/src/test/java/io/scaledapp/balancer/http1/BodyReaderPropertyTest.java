package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BodyReaderPropertyTest {

  /** One chunk as a client writes it. */
  record Chunk(String data, String size, String extension) {
    String received() {
      return size + extension + "\r\n" + data + "\r\n";
    }

    String passed() {
      return size + "\r\n" + data + "\r\n";
    }
  }

  @Provide
  Arbitrary<Chunk> chunk() {
    var data = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMinLength(1).ofMaxLength(300);
    var sizes = Arbitraries.of("%x", "%X", "00%x");
    var extensions = Arbitraries.of("", ";a", ";a=b", ";a=\"b;c\"", "; a = b");
    return Combinators.combine(data, sizes, extensions)
        .as((d, size, extension) -> new Chunk(d, size.formatted(d.length()), extension));
  }

  @Provide
  Arbitrary<List<Chunk>> chunks() {
    return chunk().list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> trailers() {
    return Arbitraries.of("", "X: 1\r\n", "X: 1\r\nY: 2\r\n");
  }

  @Property
  void chunksPassWithoutTheirExtensions(
      @ForAll("chunks") List<Chunk> chunks,
      @ForAll("trailers") String trailers,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 400) Integer> sizes) {
    String passed = joined(chunks.stream().map(Chunk::passed).toList()) + "0\r\n" + trailers;
    assertThat(read(received(chunks, trailers) + "rest", sizes, true))
        .isEqualTo("COMPLETE after " + passed + "\r\n before rest");
  }

  @Property
  void contentPassesWithoutItsChunks(
      @ForAll("chunks") List<Chunk> chunks,
      @ForAll("trailers") String trailers,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 400) Integer> sizes) {
    String content = joined(chunks.stream().map(Chunk::data).toList());
    assertThat(read(received(chunks, trailers) + "rest", sizes, false))
        .isEqualTo("COMPLETE after " + content + " before rest");
  }

  @Property
  void anySplitIntoReadsOfAWrongBodyGivesTheSame(
      @ForAll("chunks") List<Chunk> chunks,
      @ForAll("trailers") String trailers,
      @ForAll @IntRange(max = 10_000) int at,
      @ForAll("suspects") String suspect,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 400) Integer> sizes) {
    String right = received(chunks, trailers);
    int from = at % right.length();
    String wrong = right.substring(0, from) + suspect + right.substring(from + 1);
    assertThat(read(wrong, sizes, false)).isEqualTo(read(wrong, List.of(wrong.length()), false));
    assertThat(refused(read(wrong, sizes, true)))
        .isEqualTo(refused(read(wrong, List.of(wrong.length()), true)));
  }

  /** How much passes before a refusal depends on the reads. */
  private static String refused(String outcome) {
    return outcome.startsWith("REFUSED") ? "REFUSED" : outcome;
  }

  @Provide
  Arbitrary<String> suspects() {
    return Arbitraries.of("\r", "\n", "0", "a", "g", ";", " ", "\0", ":");
  }

  @Property
  void bodyOfKnownLengthEndsWhereItEnds(
      @ForAll @IntRange(min = 0, max = 500) int length,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 400) Integer> sizes) {
    var reader = new BodyReader(HeadLimits.DEFAULT);
    reader.beginLength(length);
    assertThat(read(reader, "x".repeat(length) + "rest", sizes))
        .isEqualTo("COMPLETE after " + "x".repeat(length) + " before rest");
  }

  private static String received(List<Chunk> chunks, String trailers) {
    return joined(chunks.stream().map(Chunk::received).toList()) + "0\r\n" + trailers + "\r\n";
  }

  private static String joined(List<String> parts) {
    return String.join("", parts);
  }

  private static String read(String text, List<Integer> sizes, boolean keepFraming) {
    var reader = new BodyReader(HeadLimits.DEFAULT);
    reader.beginChunked(keepFraming);
    return read(reader, text, sizes);
  }

  private static String read(BodyReader reader, String text, List<Integer> sizes) {
    ByteBuf passed = Unpooled.buffer();
    ByteBuf rest = Unpooled.buffer();
    Progress progress = reader.isComplete() ? Progress.COMPLETE : Progress.INCOMPLETE;
    for (ByteBuf in : Splits.of(text.getBytes(ISO_8859_1), sizes)) {
      if (progress == Progress.INCOMPLETE) {
        progress = reader.read(in, passed::writeBytes);
      }
      if (progress == Progress.COMPLETE) {
        rest.writeBytes(in);
      }
    }
    return progress
        + " after "
        + passed.toString(ISO_8859_1)
        + " before "
        + rest.toString(ISO_8859_1);
  }
}
