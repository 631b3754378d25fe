package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.scaledapp.balancer.forwarded.ForwardedHeaders;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.http1.RequestHead;
import java.net.InetSocketAddress;

/** Who the client of a connection is, and what replicas are told of it. */
public final class ClientIdentity {
  private final RequestRewriter rewriter;
  private final ForwardedHeaders forwarded;
  private final String listenerHost;
  private final int peerHash;

  /** Of a connection from {@code peer}. */
  public ClientIdentity(Proxy proxy, Peer peer) {
    rewriter = proxy.requests;
    forwarded = ForwardedHeaders.of(peer, proxy.settings().trusted());
    listenerHost = authority(peer.listener());
    peerHash = peer.address().hashCode();
  }

  private static String authority(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /**
   * The head that a replica gets, in a buffer that the caller owns.
   *
   * @param upgrade whether the client may change the protocol as it asks to
   */
  ByteBuf rewrite(RequestHead head, boolean upgrade, ByteBufAllocator allocator) {
    return rewriter.rewrite(head, forwarded, listenerHost, upgrade, allocator);
  }

  /**
   * A hash of the client's address.
   *
   * @param exact whether to look behind trusted proxies, which costs reading what they say
   */
  int hash(RequestHead head, boolean exact) {
    return exact && forwarded.peerIsTrusted()
        ? forwarded.client(rewriter.receive(head, true)).hashCode()
        : peerHash;
  }
}
