package io.scaledapp.balancer.control;

import java.time.Duration;

/**
 * Time-outs of one app. The listener's own (request head, idle keep-alive) are not per app, since
 * they run before the app is known.
 *
 * @param connect from the attempt to an open connection to a replica
 * @param read longest silence of the side that owes bytes: the replica's answer, or the client's
 *     body
 * @param send longest time that a peer takes no byte of what is written to it
 * @param tunnel longest silence of both sides of a tunnel (WebSocket or another upgrade)
 */
public record Timeouts(Duration connect, Duration read, Duration send, Duration tunnel) {

  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofHours(1));
}
