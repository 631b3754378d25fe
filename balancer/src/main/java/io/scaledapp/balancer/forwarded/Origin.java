package io.scaledapp.balancer.forwarded;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, as the one who asked saw it.
 *
 * @param proto {@code http}, {@code https}, {@code ws} or {@code wss}
 * @param host with port where one was given; empty if unknown
 * @param port 1 to 65535
 */
record Origin(String proto, String host, int port) {

  /** What the peer itself asked for. */
  static Origin ofPeer(Received received, String scheme, int listenerPort) {
    String host = validHost(received.host());
    return new Origin(scheme, host, port(host, scheme, listenerPort));
  }

  /**
   * What the client asked for, by the word of trusted proxies. A field counts if it stands there
   * once with one valid value: of several nobody can say which is the proxy's own.
   */
  static Origin ofClient(Received received, Chain chain, Origin peer, int listenerPort) {
    ForwardedElement first = chain.first();
    String proto =
        firstOf(
            validProto(received.list(ForwardedField.X_FORWARDED_PROTO)),
            validProto(first.proto()),
            peer.proto);
    String host =
        firstOf(
            validHost(received.list(ForwardedField.X_FORWARDED_HOST)),
            validHost(first.host()),
            peer.host);
    int port = Authority.port(":" + received.list(ForwardedField.X_FORWARDED_PORT).strip());
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
    return switch (proto) {
      case "http", "https", "ws", "wss" -> proto;
      default -> "";
    };
  }

  private static String validHost(@Nullable String value) {
    String host = value == null ? "" : value.strip();
    return Authority.isValid(host) ? host : "";
  }
}
