package io.scaledapp.balancer.control;

import java.time.Duration;
import java.util.Objects;

/**
 * A cookie that leads a client's requests to the endpoint that answered its first one. Where path,
 * sameSite and secure are absent in a message they have their defaults.
 *
 * @param name of the cookie, a token (RFC 6265 section 4.1.1)
 * @param path below which clients send it, beginning with {@code /}
 * @param maxAge how long clients keep it, in whole seconds; zero for as long as they run
 * @param sameSite when clients send it with requests that other sites caused
 * @param secure whether clients send it over TLS only
 * @param key signs its values, and is the same in all balancers; without one no cookie is set
 */
public record StickyCookiePolicy(
    String name, String path, Duration maxAge, SameSite sameSite, Secure secure, String key) {

  public StickyCookiePolicy {
    path = path.isEmpty() ? "/" : path;
    sameSite = Objects.requireNonNullElse(sameSite, SameSite.LAX);
    secure = Objects.requireNonNullElse(secure, Secure.AUTO);
  }

  /** The same with another key. */
  public StickyCookiePolicy withKey(String key) {
    return new StickyCookiePolicy(name, path, maxAge, sameSite, secure, key);
  }

  /** Without the key, which is a secret. */
  @Override
  public String toString() {
    return "StickyCookiePolicy[name=%s, path=%s, maxAge=%s, sameSite=%s, secure=%s]"
        .formatted(name, path, maxAge, sameSite, secure);
  }

  /** The attribute of that name (RFC 6265bis section 4.1.2.7). */
  public enum SameSite {
    LAX("Lax"),
    STRICT("Strict"),
    /** Clients take it with {@code Secure} only. */
    NONE("None");

    private final String value;

    SameSite(String value) {
      this.value = value;
    }

    /** As it stands in a Set-Cookie. */
    public String value() {
      return value;
    }
  }

  /** Whether the cookie has the attribute {@code Secure}. */
  public enum Secure {
    /** If the client came by TLS, to the balancer or to a trusted proxy in front of it. */
    AUTO,
    ALWAYS,
    NEVER
  }
}
