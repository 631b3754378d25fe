package io.scaledapp.operator.control.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;

/** Until when a token says that it is good. */
final class TokenEnd {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenEnd() {}

  /**
   * The claim {@code exp} of a JSON Web Token (RFC 7519 section 4.1.4), without a look at its
   * signature: for tokens that somebody else found good. The beginning of time if there is none.
   */
  static Instant of(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Instant.EPOCH;
    }
    try {
      var claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      return Instant.ofEpochSecond(claims == null ? 0 : claims.path("exp").asLong(0));
    } catch (IOException | RuntimeException e) {
      return Instant.EPOCH;
    }
  }
}
