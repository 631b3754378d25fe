package io.scaledapp.balancer.forwarded;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the client asked for, as it saw it.
 *
 * @param proto {@code http}, {@code https}, {@code ws} or {@code wss}
 * @param host with port where one was given; empty if unknown
 * @param port 1 to 65535
 */
record Origin(String proto, String host, int port) {
  private static final Set<String> PROTOS = Set.of("http", "https", "ws", "wss");

  /** What the peer itself asked for. */
  static Origin of(Received received, String scheme, int listenerPort) {
    String host = validHost(received.host());
    return new Origin(scheme, host, port(host, scheme, listenerPort));
  }

  /**
   * What the first client asked for, by the word of trusted proxies. A field counts if it stands
   * there once with one valid value: of several nobody can say which is the proxy's own.
   */
  static Origin of(Received received, Chain chain, String scheme, int listenerPort) {
    ForwardedElement first = chain.first();
    String proto =
        firstOf(
            validProto(received.list(ForwardedField.X_FORWARDED_PROTO)),
            validProto(first.proto()),
            scheme);
    String host =
        firstOf(
            validHost(received.list(ForwardedField.X_FORWARDED_HOST)),
            validHost(first.host()),
            validHost(received.host()));
    int port = validPort(received.list(ForwardedField.X_FORWARDED_PORT));
    return new Origin(proto, host, port > 0 ? port : port(host, proto, listenerPort));
  }

  private static int port(String host, String proto, int listenerPort) {
    if (host.isEmpty()) {
      return listenerPort;
    }
    int port = Authority.port(host);
    return port > 0 ? port : Authority.defaultPort(proto);
  }

  private static String firstOf(String first, String second, String third) {
    return !first.isEmpty() ? first : !second.isEmpty() ? second : third;
  }

  private static String validProto(@Nullable String value) {
    String proto = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    return PROTOS.contains(proto) ? proto : "";
  }

  private static String validHost(@Nullable String value) {
    String host = value == null ? "" : value.strip();
    return Authority.isValid(host) ? host : "";
  }

  private static int validPort(String value) {
    return Authority.port(":" + value.strip());
  }
}
