package io.scaledapp.balancer.http1;

import org.jspecify.annotations.Nullable;

/**
 * Why a message is not taken, or not answered by a replica: what is told of it and the reason in
 * words. A refused request never reaches a replica, and its connection is closed.
 *
 * @param reason one short sentence that the client may read; holds nothing that the client sent
 * @param field a header line without its end that goes with it, such as Location; or empty
 * @param page what the client reads in place of the reason; null for the reason
 */
public record Refusal(Cause cause, String reason, String field, @Nullable ErrorPage page) {

  /** One that is told in words. */
  public Refusal(Cause cause, String reason, String field) {
    this(cause, reason, field, null);
  }

  /** One that needs no further header. */
  public Refusal(Cause cause, String reason) {
    this(cause, reason, "");
  }

  /**
   * For bytes that do not so much as look like HTTP/1.x: whoever sent them would take an answer for
   * something else, such as the HTTP/2 frames that follow a spoiled preface (RFC 9113 section 3.4).
   */
  public static final Refusal NOT_HTTP =
      new Refusal(Cause.NOT_HTTP, "bytes that are no HTTP/1.x request");

  /** For a body that is larger than it may be (RFC 9110 section 15.5.14). */
  public static Refusal bodyTooLarge(long maxBytes) {
    return new Refusal(Cause.REQUEST_BODY_TOO_LARGE, "a body of more than " + maxBytes + " bytes");
  }

  /** The same with a page. */
  public Refusal with(ErrorPage other) {
    return new Refusal(cause, reason, field, other);
  }

  static Refusal badRequest(String reason) {
    return new Refusal(Cause.MALFORMED_REQUEST, reason);
  }

  /** 301, 308, or 400 to 599. */
  public int status() {
    return cause.status();
  }
}
