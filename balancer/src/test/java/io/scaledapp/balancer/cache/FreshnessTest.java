package io.scaledapp.balancer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 sections 4.2.1 and 4.2.3. */
class FreshnessTest {
  /** Sun, 06 Nov 1994 08:49:37 GMT. */
  private static final long NOW = 784111777000L;

  private static Freshness of(long delay, String... lines) {
    var head = Heads.response(200, lines);
    return Freshness.of(
        head,
        CacheControl.of(head),
        Freshness.toldAge(head),
        TimeUnit.MILLISECONDS.toNanos(delay),
        NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cache-Control: max-age=60 | 60",
        "Cache-Control: max-age=60, s-maxage=5 | 5",
        "Expires: Sun, 06 Nov 1994 08:50:37 GMT | 60",
        "Expires: Sunday, 06-Nov-94 08:50:37 GMT | 60",
        "Expires: Sun Nov  6 08:50:37 1994 | 60",
        "Expires: 0 | 0",
        "Expires: -1 | 0",
        "Expires: Sun, 06 Nov 1994 08:00:00 GMT | 0",
        "ETag: \"1\" | 0",
      })
  void lifetimeIsWhatTheAppSays(String line, long seconds) {
    assertThat(of(0, "Date: Sun, 06 Nov 1994 08:49:37 GMT", line).lifetime()).isEqualTo(seconds);
    assertThat(of(0, line).lifetime()).isEqualTo(seconds);
  }

  @Test
  void directiveIsStrongerThanExpires() {
    var freshness = of(0, "Expires: Sun, 06 Nov 1994 09:49:37 GMT", "Cache-Control: max-age=7");
    assertThat(freshness.lifetime()).isEqualTo(7);
    assertThat(freshness.isExplicit()).isTrue();
    assertThat(of(0, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT").isExplicit()).isFalse();
  }

  @Test
  void ageIsTheGreaterOfWhatDateAndAgeSay() {
    assertThat(of(0).initialAge()).isZero();
    assertThat(of(0, "Date: Sun, 06 Nov 1994 08:49:27 GMT").initialAge()).isEqualTo(10);
    assertThat(of(0, "Age: 30", "Date: Sun, 06 Nov 1994 08:49:27 GMT").initialAge()).isEqualTo(30);
    // Ahead of the balancer's clock.
    assertThat(of(0, "Date: Sun, 06 Nov 1994 08:59:27 GMT").initialAge()).isZero();
    assertThat(of(0, "Age: x").initialAge()).isZero();
  }

  @Test
  void timeOfTheRequestCounts() {
    assertThat(of(1500, "Age: 30").initialAge()).isEqualTo(32);
    assertThat(of(1).initialAge()).isEqualTo(1);
  }
}
