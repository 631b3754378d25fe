package io.scaledapp.operator.up;

import io.scaledapp.balancer.ListenerOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/** The listener that people are shown, where host and path tell apps apart. */
final class SharedListener {
  private SharedListener() {}

  /**
   * The first that is no single app's, rather without the PROXY protocol, which no browser speaks.
   *
   * @param listeners at least one
   */
  static ListenerOptions of(List<ListenerOptions> listeners) {
    var shared = listeners.stream().filter(listener -> listener.app().isEmpty()).toList();
    return shared.stream()
        .filter(listener -> listener.proxyProtocol().isEmpty())
        .findFirst()
        .or(() -> shared.stream().findFirst())
        .orElseGet(listeners::getFirst);
  }

  /**
   * Such as {@code https://localhost:8443}.
   *
   * @param port on which it listens
   */
  static URI url(ListenerOptions listener, int port) {
    var scheme = listener.tls().isPresent() ? "https" : "http";
    var host = shown(listener.host());
    var bracketed = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(scheme + "://" + bracketed + ":" + port);
  }

  private static String shown(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress() ? "localhost" : host;
    } catch (UnknownHostException e) {
      // It was known when it was listened on.
      return host;
    }
  }
}
