package io.scaledapp.balancer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a response that is fresh for 100 seconds. */
class ReuseTest {
  private static final long LIFETIME = 100;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Request | response | age | outcome
        "''|''|0|FRESH",
        "''|''|99|FRESH",
        "''|''|100|REVALIDATED",
        "''|no-cache|0|REVALIDATED",
        "no-cache|''|0|REVALIDATED",
        "max-age=10|''|10|FRESH",
        "max-age=10|''|11|REVALIDATED",
        "max-age=0|''|1|REVALIDATED",
        "min-fresh=10|''|90|FRESH",
        "min-fresh=10|''|91|REVALIDATED",
        "max-stale|''|9999|STALE",
        "max-stale=5|''|105|STALE",
        "max-stale=5|''|106|REVALIDATED",
        "max-stale=5,max-age=50|''|103|REVALIDATED",
        "max-stale|must-revalidate|100|REVALIDATED",
        "max-stale|proxy-revalidate|100|REVALIDATED",
        "max-stale|s-maxage=100|100|REVALIDATED",
        "''|stale-while-revalidate=5|105|STALE_WHILE_REVALIDATED",
        "''|stale-while-revalidate=5|106|REVALIDATED",
        "''|'stale-while-revalidate=5,s-maxage=100'|101|REVALIDATED",
        "''|'stale-while-revalidate=5,must-revalidate'|101|REVALIDATED",
        "min-fresh=0|stale-while-revalidate=5|101|REVALIDATED",
      })
  void bothSidesHaveTheirSay(String request, String response, long age, Reuse outcome) {
    assertThat(Reuse.of(CacheControl.of(request), CacheControl.of(response), LIFETIME, age))
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|''|101|false",
        "''|stale-if-error=10|110|true",
        "''|stale-if-error=10|111|false",
        "stale-if-error=10|''|110|true",
        "''|'stale-if-error=10,must-revalidate'|101|false",
        "''|'stale-if-error=10,s-maxage=100'|101|false",
        "''|'stale-if-error=10,no-cache'|101|false",
        "no-cache|stale-if-error=10|101|false",
        "max-age=5|stale-if-error=10|101|false",
      })
  void errorsAreHiddenForAsLongAsOneSideAllows(
      String request, String response, long age, boolean allowed) {
    assertThat(Reuse.onError(CacheControl.of(request), CacheControl.of(response), LIFETIME, age))
        .isEqualTo(allowed);
  }
}
