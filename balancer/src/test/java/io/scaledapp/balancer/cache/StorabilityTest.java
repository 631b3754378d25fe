package io.scaledapp.balancer.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 sections 3 and 3.5. */
class StorabilityTest {
  private static boolean isStored(boolean authorized, int status, String... lines) {
    var head = Heads.response(status, lines);
    var control = CacheControl.of(head);
    return Storability.of(
        head, control, Freshness.of(head, control, Freshness.toldAge(head), 0, 0), authorized);
  }

  private static boolean isStored(String lines) {
    return isStored(false, 200, lines.split("~", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cache-Control: max-age=1",
        "Cache-Control: public, s-maxage=1",
        "Expires: Sun, 06 Nov 1994 08:49:37 GMT",
        "Cache-Control: no-cache~ETag: \"1\"",
        "Cache-Control: max-age=0~ETag: \"1\"",
        "Cache-Control: max-age=0~Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
        "Cache-Control: max-age=1~Vary: Accept-Encoding, Origin",
        "Cache-Control: max-age=1~Vary: X-Forwarded-Proto",
        "Cache-Control: max-age=1~Age: 0",
      })
  void whatSaysHowLongItIsFreshIsStored(String lines) {
    assertThat(isStored(lines)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Server: a",
        "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
        "ETag: \"1\"",
        "Cache-Control: public",
        "Cache-Control: max-age=0",
        "Cache-Control: no-cache, max-age=60",
        "Cache-Control: max-age=5~Age: 5",
        "Cache-Control: no-store, max-age=60",
        "Cache-Control: private, max-age=60",
        "Cache-Control: private=\"x\", max-age=60",
        "Cache-Control: max-age=60~Set-Cookie: a=b",
        "Cache-Control: max-age=60~Vary: *",
        "Cache-Control: max-age=60~Vary: Origin, *",
        "Cache-Control: max-age=60~Vary: X-Forwarded-For",
        "Cache-Control: max-age=60~Vary: X-Real-Ip",
        "Cache-Control: max-age=60~Content-Type: text/event-stream; charset=utf-8",
        "Cache-Control: max-age=60~Content-Range: bytes 0-1/2",
        "Expires: 0",
      })
  void whatIsOneClientsOrOfNoUseIsNot(String lines) {
    assertThat(isStored(lines)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410, 414, 501})
  void knownStatusIsStored(int status) {
    assertThat(isStored(false, status, "Cache-Control: max-age=1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 206, 304, 400, 401, 403, 416, 429, 500, 502, 503, 504})
  void otherStatusIsNot(int status) {
    assertThat(isStored(false, status, "Cache-Control: max-age=1")).isFalse();
  }

  @Test
  void answerToWhoSaidWhoItIsIsStoredOnlyIfTheAppSaysSo() {
    assertThat(isStored(true, 200, "Cache-Control: max-age=1")).isFalse();
    assertThat(isStored(true, 200, "Cache-Control: max-age=1, proxy-revalidate")).isFalse();
    assertThat(isStored(true, 200, "Cache-Control: max-age=1, public")).isTrue();
    assertThat(isStored(true, 200, "Cache-Control: max-age=1, must-revalidate")).isTrue();
    assertThat(isStored(true, 200, "Cache-Control: s-maxage=1")).isTrue();
  }
}
