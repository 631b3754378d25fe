package io.scaledapp.operator.cookie;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scaledapp.balancer.control.AppRoute;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Gives each app a key of its own for its sticky cookies, which is all that balancers get to know.
 * Of one secret an app's key is always the same. Any thread.
 */
public final class CookieKeys {
  /** Of the secret, as long as the hash (RFC 2104 section 3). */
  public static final int SECRET_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  /** What the secret is used for; it may be used for something else as well. */
  private static final String PURPOSE = "scaledapp sticky cookie v1\n";

  private final SecretKeySpec secret;

  private CookieKeys(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * Those that follow from a secret.
   *
   * @param secret {@link #SECRET_BYTES} that nobody can guess, or more
   */
  public static CookieKeys of(byte[] secret) {
    if (secret.length < SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a secret of %d bytes; %d are needed".formatted(secret.length, SECRET_BYTES));
    }
    return new CookieKeys(secret);
  }

  /** The route with the app's key, if it has a sticky cookie. */
  public AppRoute sign(AppRoute route) {
    var traffic = route.traffic();
    var cookie = traffic.stickyCookie();
    return cookie == null
        ? route
        : route.with(route.policy(), traffic.withStickyCookie(cookie.withKey(key(route.app()))));
  }

  /** In base64url. */
  private String key(String app) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      byte[] key = mac.doFinal((PURPOSE + app).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
