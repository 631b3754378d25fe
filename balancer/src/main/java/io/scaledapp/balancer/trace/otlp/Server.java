package io.scaledapp.balancer.trace.otlp;

import io.opentelemetry.api.trace.SpanBuilder;

/**
 * The server that a client asked for.
 *
 * @param address a name or address; empty if it named none
 * @param port 0 if it named none
 */
record Server(String address, int port) {

  /** Of a Host field that the parser took: {@code host [ ":" port ]}. */
  static Server of(String authority) {
    int colon = authority.lastIndexOf(':');
    String digits = authority.substring(colon + 1);
    boolean hasPort = colon > 0 && digits.matches("[0-9]{1,5}");
    String host = hasPort ? authority.substring(0, colon) : authority;
    return new Server(host, hasPort ? Integer.parseInt(digits) : 0);
  }

  void describe(SpanBuilder span) {
    if (!address.isEmpty()) {
      span.setAttribute(Names.SERVER_ADDRESS, address);
    }
    if (port > 0) {
      span.setAttribute(Names.SERVER_PORT, port);
    }
  }
}
