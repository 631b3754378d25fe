package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Request methods (RFC 9110 section 9); case matters. */
public enum Method {
  GET(true),
  HEAD(true),
  POST(false),
  PUT(true),
  DELETE(true),
  OPTIONS(true),
  PATCH(false),
  /** Refused: a tunnel to anywhere is no business of this balancer. */
  CONNECT(false),
  /** Refused: it would show the client what the balancer adds. */
  TRACE(true),
  OTHER(false);

  private final boolean idempotent;

  @SuppressWarnings("ImmutableEnumChecker") // Never changed; an array, since bytes are compared.
  private final byte[] token;

  Method(boolean idempotent) {
    this.idempotent = idempotent;
    token = name().getBytes(US_ASCII);
  }

  /** Whether sending the request twice does what sending it once does (RFC 9110 section 9.2.2). */
  public boolean isIdempotent() {
    return idempotent;
  }

  static Method of(byte[] bytes, int start, int end) {
    for (Method method : VALUES) {
      if (Arrays.equals(bytes, start, end, method.token, 0, method.token.length)) {
        return method;
      }
    }
    return OTHER;
  }

  private static final Method[] VALUES = {
    GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, CONNECT, TRACE
  };
}
