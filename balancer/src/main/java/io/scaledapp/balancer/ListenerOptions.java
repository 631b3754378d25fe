package io.scaledapp.balancer;

import io.scaledapp.balancer.proxyprotocol.ProxyProtocolOptions;
import io.scaledapp.balancer.tls.TlsOptions;
import java.util.Optional;

/**
 * One place where clients connect, and what is spoken there.
 *
 * @param name what logs call it
 * @param host an IP literal or a name that resolves to one
 * @param port 0 to 65535; 0 takes any free one
 * @param tls how it speaks TLS; empty: it speaks plain text
 * @param proxyProtocol how it takes the PROXY protocol's headers; empty: it takes none
 * @param app {@code namespace/name} of the app that has it alone; empty: hosts and paths tell apps
 *     apart
 */
public record ListenerOptions(
    String name,
    String host,
    int port,
    Optional<TlsOptions> tls,
    Optional<ProxyProtocolOptions> proxyProtocol,
    Optional<String> app) {

  public ListenerOptions {
    checkPort(port);
  }

  static void checkPort(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, but is " + port);
    }
  }

  /** In plain text. */
  public static ListenerOptions plain(String name, String host, int port) {
    return new ListenerOptions(
        name, host, port, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same for one app alone. */
  public ListenerOptions withApp(String app) {
    return new ListenerOptions(name, host, port, tls, proxyProtocol, Optional.of(app));
  }

  /** The same behind proxies that say who the client is. */
  public ListenerOptions withProxyProtocol(ProxyProtocolOptions proxies) {
    return new ListenerOptions(name, host, port, tls, Optional.of(proxies), app);
  }

  /** With TLS. */
  public static ListenerOptions secure(String name, String host, int port, TlsOptions tls) {
    return new ListenerOptions(
        name, host, port, Optional.of(tls), Optional.empty(), Optional.empty());
  }
}
