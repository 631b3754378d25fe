package io.scaledapp.operator.control;

import java.time.Duration;

/**
 * Where the control server listens and how patient it is.
 *
 * @param host address to listen on
 * @param port 0 to 65535; 0 takes any free one
 * @param silence how long a balancer may say nothing before it counts as gone
 * @param helloTimeout from the connection to the accepted token
 * @param maxConnections open at once; one more is closed
 */
public record ControlServerOptions(
    String host, int port, Duration silence, Duration helloTimeout, int maxConnections) {

  public static final ControlServerOptions DEFAULT =
      new ControlServerOptions(
          "0.0.0.0", 8443, Duration.ofSeconds(10), Duration.ofSeconds(10), 1_000);

  /** The same elsewhere. */
  public ControlServerOptions withAddress(String host, int port) {
    return new ControlServerOptions(host, port, silence, helloTimeout, maxConnections);
  }

  /** The same with another patience. */
  public ControlServerOptions withTimes(Duration silence, Duration helloTimeout) {
    return new ControlServerOptions(host, port, silence, helloTimeout, maxConnections);
  }
}
