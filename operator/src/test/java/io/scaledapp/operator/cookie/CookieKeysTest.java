package io.scaledapp.operator.cookie;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.balancer.control.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CookieKeysTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
  private static final StickyCookiePolicy COOKIE =
      new StickyCookiePolicy(
          "id",
          "/",
          Duration.ZERO,
          StickyCookiePolicy.SameSite.LAX,
          StickyCookiePolicy.Secure.AUTO,
          "");

  private static AppRoute route(String app) {
    return new AppRoute(
        app,
        List.of(),
        List.of("/"),
        0,
        AppRoute.Policy.RANDOM,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        List.of());
  }

  private static AppRoute sticky(String app) {
    var route = route(app);
    return route.with(route.policy(), route.traffic().withStickyCookie(COOKIE));
  }

  private static String key(byte[] secret, String app) {
    var signed = CookieKeys.of(secret).sign(sticky(app));
    return Objects.requireNonNull(signed.traffic().stickyCookie()).key();
  }

  @Test
  void appHasAKeyOfItsOwnThatStays() {
    String key = key(SECRET, "a/shop");
    assertThat(key).hasSize(43).isEqualTo(key(SECRET.clone(), "a/shop"));
    assertThat(key(SECRET, "b/shop")).isNotEqualTo(key);
    assertThat(key("another secret of thirty-two or so".getBytes(US_ASCII), "a/shop"))
        .isNotEqualTo(key);
  }

  @Test
  void keyIsThatOfTheVersionBefore() {
    // python3 -c "import hmac, base64; print(base64.urlsafe_b64encode(hmac.digest(
    // b'0123456789abcdef' * 2, b'scaledapp sticky cookie v1\\na/shop', 'sha256')))"
    assertThat(key(SECRET, "a/shop")).isEqualTo("ReLav0lj7B_VVfbuiZBMRVFS2JstAj9qbf9jMvOOggA");
  }

  @Test
  void nothingElseOfTheRouteChanges() {
    var signed = CookieKeys.of(SECRET).sign(sticky("a/shop"));
    var withoutKey = signed.traffic().withStickyCookie(COOKIE);
    assertThat(signed.with(signed.policy(), withoutKey)).isEqualTo(sticky("a/shop"));
    var plain = route("a/shop");
    assertThat(CookieKeys.of(SECRET).sign(plain)).isSameAs(plain);
  }

  @Test
  void secretThatCouldBeGuessedIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> CookieKeys.of(new byte[31]));
  }
}
