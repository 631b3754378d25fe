package io.scaledapp.operator.platform.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  /** What came out; a part ends with an arrow. */
  private final List<String> lines = new ArrayList<>();

  @Test
  void lineEndsAreCutOff() {
    split(100, "one\ntwo\r\n\nthree\n");

    assertThat(lines).containsExactly("one", "two", "", "three");
  }

  @Test
  void lastLineNeedsNoEnd() {
    split(100, "one\ntwo");

    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void longLineIsGivenInParts() {
    split(4, "abcdefghij\nk\n");

    assertThat(lines).containsExactly("abcd→", "efgh→", "ij", "k");
  }

  @Test
  void partNeverEndsWithinACharacter() {
    split(4, "abcäöü\n");

    assertThat(lines).containsExactly("abcä→", "öü");
  }

  @Test
  void beginningOfALineCanBeFlushed() {
    var splitter = splitter(100);
    accept(splitter, "name: ");
    splitter.flushPart();
    splitter.flushPart();
    accept(splitter, "joe\n");

    assertThat(lines).containsExactly("name: →", "joe");
  }

  @Property
  void joinedPartsAreTheText(
      @ForAll @Size(max = 8) List<@NotBlank String> texts,
      @ForAll @IntRange(min = 4, max = 40) int limit,
      @ForAll @IntRange(min = 1, max = 50) int chunk) {
    lines.clear();
    var expected =
        texts.stream()
            .map(text -> text.replaceAll("[\r\n]", "x"))
            .map(LineSplitterTest::asUtf8)
            .toList();
    var bytes = (String.join("\n", expected) + "\n").getBytes(StandardCharsets.UTF_8);
    var splitter = splitter(limit);
    for (var from = 0; from < bytes.length; from += chunk) {
      var part = Arrays.copyOfRange(bytes, from, Math.min(from + chunk, bytes.length));
      splitter.accept(part, part.length);
    }
    splitter.end();

    var joined = String.join("\n", lines).replace("→\n", "");
    assertThat(joined).isEqualTo(String.join("\n", expected.isEmpty() ? List.of("") : expected));
    assertThat(lines)
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= limit + 3 + 3);
  }

  /** Unpaired surrogates have no UTF-8 form. */
  private static String asUtf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace("→", "-");
  }

  private void split(int limit, String text) {
    var splitter = splitter(limit);
    accept(splitter, text);
    splitter.end();
  }

  private LineSplitter splitter(int limit) {
    return new LineSplitter(limit, (text, partial) -> lines.add(partial ? text + "→" : text));
  }

  private static void accept(LineSplitter splitter, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    splitter.accept(bytes, bytes.length);
  }
}
