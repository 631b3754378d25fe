package io.scaledapp.balancer.http1;

/**
 * Why a message is not taken: the status that a client gets for a refused request, and the reason
 * in words. A refused request never reaches a replica, and its connection is closed.
 *
 * @param status 400 to 599
 * @param reason one short sentence that the client may read; holds nothing that the client sent
 */
public record Refusal(int status, String reason) {

  static Refusal badRequest(String reason) {
    return new Refusal(400, reason);
  }
}
