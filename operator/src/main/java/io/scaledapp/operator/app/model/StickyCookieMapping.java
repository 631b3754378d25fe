package io.scaledapp.operator.app.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.crds.v1alpha1.CookieSecurity;
import io.scaledapp.crds.v1alpha1.SameSite;
import io.scaledapp.crds.v1alpha1.StickyCookie;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** From {@code spec.routing.stickyCookie} to the cookie that a balancer sets, but for its key. */
final class StickyCookieMapping {
  private static final String PREFIX = "sticky_";

  /** Of the digest that tells apps' cookies apart, where they share a host. */
  private static final int NAME_BYTES = 4;

  private StickyCookieMapping() {}

  static @Nullable StickyCookiePolicy cookie(String app, @Nullable StickyCookie said) {
    if (said == null) {
      return null;
    }
    return new StickyCookiePolicy(
        said.name() == null ? name(app) : said.name(),
        said.path() == null ? "/" : said.path(),
        Durations.parse(said.maxAge(), "spec.routing.stickyCookie.maxAge", Duration.ZERO),
        sameSite(said.sameSite()),
        secure(said.secure()),
        "");
  }

  private static String name(String app) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(app.getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static StickyCookiePolicy.SameSite sameSite(@Nullable SameSite said) {
    return switch (said) {
      case STRICT -> StickyCookiePolicy.SameSite.STRICT;
      case NONE -> StickyCookiePolicy.SameSite.NONE;
      case LAX -> StickyCookiePolicy.SameSite.LAX;
      case null -> StickyCookiePolicy.SameSite.LAX;
    };
  }

  private static StickyCookiePolicy.Secure secure(@Nullable CookieSecurity said) {
    return switch (said) {
      case ALWAYS -> StickyCookiePolicy.Secure.ALWAYS;
      case NEVER -> StickyCookiePolicy.Secure.NEVER;
      case AUTO -> StickyCookiePolicy.Secure.AUTO;
      case null -> StickyCookiePolicy.Secure.AUTO;
    };
  }
}
