package io.scaledapp.balancer.program;

import java.util.Map;

/**
 * Bounds of the JDK's HTTP server, which it takes from system properties (module {@code
 * jdk.httpserver}) when its first server is made. A property that is set already stays.
 */
public final class HttpServerLimits {

  private static final Map<String, String> PROPERTIES =
      Map.of(
          // Seconds from a request's first byte to its last.
          "sun.net.httpserver.maxReqTime", "10",
          // Seconds that a kept-alive connection may be silent.
          "sun.net.httpserver.idleInterval", "75",
          "jdk.httpserver.maxConnections", "256",
          "sun.net.httpserver.maxReqHeaders", "100",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          // Else an answer waits up to 40 ms for the acknowledgement of its head.
          "sun.net.httpserver.nodelay", "true");

  private HttpServerLimits() {}

  /** To be called before the first server is made. */
  public static void set() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
