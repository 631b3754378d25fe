package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.http1.RequestHead;
import java.net.InetAddress;

/** What rules ask of a request's client. For the use of the client's event loop. */
public interface Sender {

  /** The client's address, behind trusted proxies. */
  InetAddress address(RequestHead head);

  /** Whether the client came by TLS, to the balancer or by the word of a trusted proxy to that. */
  boolean isSecure(RequestHead head);

  /** Whether it came to the app's own port, where nothing but plain text is spoken. */
  boolean usesAppPort();

  /** The host that the client asked for, without its port; empty if that is not known. */
  String host(RequestHead head);
}
