package io.scaledapp.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          minReplica,   is unknown; did you mean minReplicas?
          minreplicas,  is unknown; did you mean minReplicas?
          maxReplcas,   is unknown; did you mean maxReplicas?
          speed,        'is unknown; known are maxReplicas, metrics, minReplicas'
          """)
  void nearestFieldIsSuggested(String name, String message) {
    var properties = JsonNodeFactory.instance.objectNode();
    properties.putObject("minReplicas");
    properties.putObject("maxReplicas");
    properties.putObject("metrics");

    assertThat(Suggestion.unknownField(name, properties)).isEqualTo(message);
  }

  @Property
  void distanceIsTheSameBothWaysAndZeroToItself(
      @ForAll @AlphaChars @StringLength(max = 12) String one,
      @ForAll @AlphaChars @StringLength(max = 12) String other) {
    assertThat(Suggestion.distance(one, other)).isEqualTo(Suggestion.distance(other, one));
    assertThat(Suggestion.distance(one, one)).isZero();
  }

  @Property
  void oneLetterMoreIsADistanceOfOne(
      @ForAll @AlphaChars @StringLength(max = 12) String word, @ForAll @AlphaChars char letter) {
    assertThat(Suggestion.distance(word, word + letter)).isEqualTo(1);
  }
}
