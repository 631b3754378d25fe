package io.scaledapp.balancer;

import io.scaledapp.balancer.proxyprotocol.ProxyProtocol;
import io.scaledapp.balancer.tls.TlsServer;
import java.io.IOException;
import java.util.Optional;

/**
 * What a connection passes before its first request.
 *
 * @param proxyProtocol the header that comes first, where there is one
 * @param tls how it is secured, where it is
 */
record Entrance(Optional<ProxyProtocol> proxyProtocol, Optional<TlsServer> tls) {

  /** Nothing. */
  static final Entrance PLAIN = new Entrance(Optional.empty(), Optional.empty());

  /**
   * As a listener's options say.
   *
   * @throws IOException if a certificate cannot be used, with the file and the reason
   */
  static Entrance open(ListenerOptions options, Acceptor acceptor) throws IOException {
    var proxyProtocol = options.proxyProtocol().map(ProxyProtocol::new);
    var tls = options.tls();
    return new Entrance(
        proxyProtocol,
        tls.isEmpty()
            ? Optional.empty()
            : Optional.of(TlsServer.open(tls.get(), acceptor.workers())));
  }

  /** Takes certificates that were replaced. Blocks; one thread at a time. */
  void refresh() {
    tls.ifPresent(TlsServer::refresh);
  }

  /** Nobody comes in here any more, but by another; who is in stays. */
  void close(Entrance successor) {
    if (successor.tls.isPresent()) {
      tls.ifPresent(server -> server.close(successor.tls.get()));
    } else {
      close();
    }
  }

  /** Nobody comes in any more; who is in stays. */
  void close() {
    tls.ifPresent(TlsServer::close);
  }
}
