package io.scaledapp.operator.platform.local.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/** Opens a connection and closes it. */
final class TcpCheck {
  private TcpCheck() {}

  static Optional<String> attempt(Check.Tcp check, Target target, Duration timeout) {
    var host = check.host().orElse(target.host());
    var port = check.port().orElse(target.port());
    try (var socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("no connection to %s:%d: %s".formatted(host, port, e.getMessage()));
    }
  }
}
