package io.scaledapp.balancer.control;

import org.jspecify.annotations.Nullable;

/**
 * How connections to an app's endpoints begin. What is absent in a message has its default.
 *
 * @param proxyProtocol whether each begins with a header of the PROXY protocol, version 2, that
 *     names the client; only where a connection is one client's, which is {@link
 *     AppRoute.Protocol#TCP}
 * @param tls null where nothing is secured
 */
public record Transport(boolean proxyProtocol, @Nullable EndpointTls tls) {

  /** Plain TCP, without a word before. */
  public static final Transport DEFAULT = new Transport(false, null);
}
