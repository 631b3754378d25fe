package io.scaledapp.balancer.http1;

/**
 * Why a message is not taken: the status that a client gets for a refused request, and the reason
 * in words. A refused request never reaches a replica, and its connection is closed.
 *
 * @param status 400 to 599
 * @param reason one short sentence that the client may read; holds nothing that the client sent
 */
public record Refusal(int status, String reason) {

  /**
   * For bytes that do not so much as look like HTTP/1.x: whoever sent them would take an answer for
   * something else, such as the HTTP/2 frames that follow a spoiled preface (RFC 9113 section 3.4).
   */
  public static final Refusal NOT_HTTP = new Refusal(400, "bytes that are no HTTP/1.x request");

  static Refusal badRequest(String reason) {
    return new Refusal(400, reason);
  }
}
