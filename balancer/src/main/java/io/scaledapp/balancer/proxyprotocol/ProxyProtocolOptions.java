package io.scaledapp.balancer.proxyprotocol;

import java.time.Duration;
import java.util.List;

/**
 * How a listener takes headers of the PROXY protocol, version 1 or 2
 * (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt).
 *
 * @param trusted addresses and CIDR blocks of those who may connect: whoever sends a header says
 *     who the client is
 * @param timeout from an accepted connection to the end of its header
 */
public record ProxyProtocolOptions(List<String> trusted, Duration timeout) {
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  public ProxyProtocolOptions {
    trusted = List.copyOf(trusted);
    if (trusted.isEmpty() || !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "PROXY protocol needs trusted addresses and a time-out of more than 0");
    }
  }
}
