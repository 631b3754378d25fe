package io.scaledapp.balancer.tls;

import io.netty.handler.ssl.ApplicationProtocolNames;
import java.util.List;

/** What is spoken inside TLS, by the names of ALPN (RFC 7301). */
public final class ApplicationProtocols {
  public static final String HTTP_2 = ApplicationProtocolNames.HTTP_2;
  public static final String HTTP_1_1 = ApplicationProtocolNames.HTTP_1_1;

  /** What is offered, the best first. */
  static final List<String> ALL = List.of(HTTP_2, HTTP_1_1);

  private ApplicationProtocols() {}
}
