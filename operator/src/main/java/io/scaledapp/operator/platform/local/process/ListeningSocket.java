package io.scaledapp.operator.platform.local.process;

/**
 * Where a process accepts TCP connections.
 *
 * @param host the address as a URL has it, IPv6 in brackets
 * @param port 1 to 65535
 */
public record ListeningSocket(String host, int port) {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
