package io.scaledapp.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatternWordingTest {

  @Test
  void everyPatternOfTheSchemaHasWords() {
    var patterns =
        CrdSchema.load().findValues("pattern").stream().filter(node -> node.isTextual()).toList();

    assertThat(patterns).isNotEmpty();
    assertThat(patterns)
        .allSatisfy(pattern -> assertThat(PatternWording.of(pattern.asText())).isPresent());
  }
}
