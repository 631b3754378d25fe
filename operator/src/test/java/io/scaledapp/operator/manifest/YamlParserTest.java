package io.scaledapp.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.scaledapp.operator.manifest.Document.Place;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlParserTest {

  private final List<Problem> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          text,        "text"
          '"8080"',    "8080"
          8080,        8080
          -1,          -1
          0x1F,        31
          0o17,        15
          1.5,         1.5
          1e3,         1000.0
          true,        true
          False,       false
          yes,         true
          off,         false
          ~,           null
          '',          null
          '"yes"',     "yes"
          .inf,        ".inf"
          60s,         "60s"
          2026-01-01,  "2026-01-01"
          9223372036854775808, 9223372036854775808
          '!!int abc', "abc"
          '!!float abc', "abc"
          """,
      quoteCharacter = '\'')
  void scalarHasTheValueThatKubectlReads(String yaml, String json) {
    assertThat(parse("a: " + yaml).getFirst().root().path("a")).hasToString(json);
  }

  @Test
  void fieldKnowsItsPlace() {
    var document = parse("a: 1\nb:\n  - c: 2\n    d: 3\n").getFirst();

    assertThat(document.place(FieldPath.of("b").item(0).field("d"))).isEqualTo(new Place(4, 5));
  }

  @Test
  void fieldThatIsNotThereIsPlacedAtTheNearestAroundIt() {
    var document = parse("a:\n  b:\n    c: 1\n").getFirst();

    assertThat(document.place(FieldPath.of("a", "b", "x", "y"))).isEqualTo(new Place(2, 3));
  }

  @Test
  void keyGivenTwiceIsToldWithBothLines() {
    parse("a: 1\nb: 2\na: 3\n");

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly("file:3: a: is given twice, first in line 1");
  }

  @Test
  void keyGivenTwiceInsideAnAliasedObjectIsToldForTheObject() {
    parse("a: &x {b: 1}\nc: *x\nd: *x\n");

    assertThat(problems).isEmpty();
  }

  @Test
  void deepNestingIsRefused() {
    parse("[".repeat(100_000));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly("file:1: nests deeper than 64");
  }

  @Test
  void aliasesThatGrowWithoutEndAreRefused() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 5; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
    }

    parse(bomb.toString());

    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly("is too large once its aliases are followed");
  }

  @Test
  void aliasOfWhatIsAroundItIsRefused() {
    parse("a: &a\n  b: *a\n");

    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly("is too large once its aliases are followed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: *b", "a: 'b", "a: [b", "? [a]\n: b", "a: b: c", "%YAML 3.0\n---\na: b"})
  void brokenYamlIsToldOnce(String yaml) {
    parse(yaml);

    assertThat(problems).hasSize(1);
  }

  @Property
  void jsonIsReadAsItIs(
      @ForAll @AlphaChars @StringLength(min = 1, max = 8) String name,
      @ForAll
          @Chars({'"', '\\', '\t', '\n', ':', '#', '{', ' ', 'é'})
          @CharRange(from = 'a', to = 'f')
          String value)
      throws JsonProcessingException {
    var mapper = new ObjectMapper();
    var tree = mapper.createObjectNode();
    tree.putArray(name).add(value).add(true).addNull();

    assertThat(parse(mapper.writeValueAsString(tree)).getFirst().root()).isEqualTo(tree);
  }

  private List<Document> parse(String text) {
    return YamlParser.parse("file", text, problems);
  }
}
