package io.scaledapp.balancer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorsTest {
  private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final Validators BOTH = new Validators("\"a,b\"", MODIFIED);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a,b\"|true",
        "W/\"a,b\"|true",
        "\"x\", W/\"y\" , \"a,b\"|true",
        "*|true",
        "\"a\", \"b\"|false",
        "\"x\"|false",
        "a,b|false",
        "\"a,b|false",
      })
  void tagsAreComparedWeakly(String list, boolean matches) {
    assertThat(BOTH.matches(list)).isEqualTo(matches);
    assertThat(new Validators("W/\"a,b\"", "").matches(list)).isEqualTo(matches);
  }

  @Test
  void nothingMatchesAResponseWithoutTagButAny() {
    assertThat(new Validators("", MODIFIED).matches("\"\"")).isFalse();
    assertThat(new Validators("", MODIFIED).matches("*")).isTrue();
  }

  @Test
  void dateCountsOnlyWithoutTags() {
    assertThat(BOTH.matchConditions("", MODIFIED)).isTrue();
    assertThat(BOTH.matchConditions("", "Sun, 06 Nov 1994 08:49:36 GMT")).isFalse();
    assertThat(BOTH.matchConditions("", "yesterday")).isFalse();
    assertThat(BOTH.matchConditions("\"x\"", MODIFIED)).isFalse();
    assertThat(BOTH.matchConditions("", "")).isFalse();
    assertThat(new Validators("\"1\"", "").matchConditions("", MODIFIED)).isFalse();
  }

  @Test
  void appCanBeAskedAboutATagOrAValidDate() {
    assertThat(BOTH.isUsable()).isTrue();
    assertThat(new Validators("", MODIFIED).isUsable()).isTrue();
    assertThat(new Validators("", "0").isUsable()).isFalse();
    assertThat(new Validators("", "").isUsable()).isFalse();
  }
}
