package io.scaledapp.balancer.control;

/**
 * How connections to an app's endpoints begin. What is absent in a message has its default.
 *
 * @param proxyProtocol whether each begins with a header of the PROXY protocol, version 2, that
 *     names the client; only where a connection is one client's, which is {@link
 *     AppRoute.Protocol#TCP}
 */
public record Transport(boolean proxyProtocol) {

  /** Plain TCP, without a word before. */
  public static final Transport DEFAULT = new Transport(false);
}
