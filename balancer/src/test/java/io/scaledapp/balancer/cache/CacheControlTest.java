package io.scaledapp.balancer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheControlTest {
  @Test
  void directivesOfAllFieldsCount() {
    var control =
        CacheControl.of(
            Heads.response(
                200,
                "Cache-Control: public, MAX-AGE=60",
                "cache-control: s-maxage=\"30\", stale-while-revalidate=5",
                "Cache-Control: stale-if-error=7, must-revalidate, foo=bar"));
    assertThat(control.isPublic()).isTrue();
    assertThat(control.mustRevalidate()).isTrue();
    assertThat(control.maxAge()).isEqualTo(60);
    assertThat(control.sharedMaxAge()).isEqualTo(30);
    assertThat(control.staleWhileRevalidate()).isEqualTo(5);
    assertThat(control.staleIfError()).isEqualTo(7);
    assertThat(control.noStore()).isFalse();
  }

  @Test
  void messageWithoutDirectivesHasNone() {
    assertThat(CacheControl.of(Heads.response(200))).isEqualTo(CacheControl.NONE);
    assertThat(CacheControl.of("")).isEqualTo(CacheControl.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=60|max-age=10, 10",
    "max-age, 0",
    "max-age=, 0",
    "max-age=-1, 0",
    "max-age=1.5, 0",
    "max-age=99999999999999999999, 2147483648",
    "max-age = 5, 5",
  })
  void ageThatIsNotClearIsTheLesserOne(String value, long seconds) {
    assertThat(CacheControl.of(value.replace('|', ',')).maxAge()).isEqualTo(seconds);
  }

  @Test
  void staleNessOfAnyLengthIsTakenIfNoneIsNamed() {
    assertThat(CacheControl.of("max-stale").maxStale()).isEqualTo(CacheControl.ANY);
    assertThat(CacheControl.of("max-stale=").maxStale()).isZero();
    assertThat(CacheControl.of("min-fresh=x").minFresh()).isEqualTo(CacheControl.ANY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "private=\"set-cookie, x\"", "PRIVATE=x", "a, private"})
  void fieldNamesOfPrivateDoNotMakeItLess(String value) {
    assertThat(CacheControl.of(value).isPrivate()).isTrue();
  }

  @Test
  void directivesInAQuotedTextAreNone() {
    var control = CacheControl.of("no-cache=\"a, max-age=5, \\\", public\", only-if-cached");
    assertThat(control.noCache()).isTrue();
    assertThat(control.onlyIfCached()).isTrue();
    assertThat(control.maxAge()).isEqualTo(CacheControl.ABSENT);
    assertThat(control.isPublic()).isFalse();
  }

  @Test
  void quoteWithoutEndForbidsToStore() {
    assertThat(CacheControl.of("max-age=60, ext=\"x").noStore()).isTrue();
  }
}
