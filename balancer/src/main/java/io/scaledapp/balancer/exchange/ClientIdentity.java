package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.NetUtil;
import io.scaledapp.balancer.accesslog.LoggedRequest;
import io.scaledapp.balancer.filter.AppFilter;
import io.scaledapp.balancer.filter.Sender;
import io.scaledapp.balancer.forwarded.ForwardedHeaders;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.forwarded.Received;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.trace.ReceivedRequest;
import io.scaledapp.balancer.trace.TraceLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who the client of a connection is, and what replicas are told of it. */
public final class ClientIdentity implements Sender {
  private final RequestRewriter rewriter;
  private final ForwardedHeaders forwarded;
  private final String listenerHost;
  private final InetAddress peer;
  private final int peerHash;
  private final boolean usesAppPort;

  /** Of a connection from {@code peer}. */
  public ClientIdentity(Proxy proxy, Peer peer) {
    rewriter = proxy.requests;
    forwarded = ForwardedHeaders.of(peer, proxy.settings().trusted());
    listenerHost = authority(peer.listener());
    this.peer = peer.address();
    peerHash = peer.address().hashCode();
    usesAppPort = proxy.servesAppPort;
  }

  private static String authority(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /**
   * The head that a replica gets, in a buffer that the caller owns.
   *
   * @param upgrade whether the client may change the protocol as it asks to
   * @param filter the app's rules, if it has some
   * @param trace what is told of the request's trace; null if what the client says of it passes
   */
  ByteBuf rewrite(
      RequestHead head,
      boolean upgrade,
      @Nullable AppFilter filter,
      @Nullable TraceLine trace,
      ByteBufAllocator allocator) {
    return rewriter.rewrite(head, forwarded, listenerHost, upgrade, filter, trace, allocator);
  }

  @Override
  public InetAddress address(RequestHead head) {
    return forwarded.client(received(head));
  }

  @Override
  public boolean isSecure(RequestHead head) {
    return forwarded.isSecure(received(head));
  }

  @Override
  public boolean usesAppPort() {
    return usesAppPort;
  }

  @Override
  public String host(RequestHead head) {
    return forwarded.host(received(head));
  }

  /** Whether the client gave a certificate, of which replicas are told. */
  boolean hasCertificate() {
    return forwarded.tellsCertificate();
  }

  private Received received(RequestHead head) {
    return rewriter.receive(head, forwarded.peerIsTrusted());
  }

  /** Whether the peer is a proxy that is believed. */
  boolean isTrusted() {
    return forwarded.peerIsTrusted();
  }

  /**
   * What a span tells of a request.
   *
   * @param version of HTTP, as the client speaks it
   * @param continued whether the head's Traceparent is valid
   */
  ReceivedRequest describe(RequestHead head, String version, boolean continued) {
    return RequestDescription.of(
        head,
        isSecure(head) ? "https" : "http",
        NetUtil.toAddressString(address(head)),
        NetUtil.toAddressString(peer),
        version,
        continued);
  }

  /** What the access log tells of a request. */
  LoggedRequest digest(RequestHead head, String version) {
    boolean asksProxies = forwarded.peerIsTrusted() && head.isStartLineRead();
    String client = asksProxies ? NetUtil.toAddressString(address(head)) : peer();
    return RequestDigest.of(head, client, version);
  }

  /** The same of an HTTP/2 request whose fields were not read. */
  LoggedRequest unread() {
    return new LoggedRequest(peer(), "", "", "", "", "2", "", "");
  }

  /** The address of the client, or of the last proxy in front of the balancer, for logs. */
  String peer() {
    return NetUtil.toAddressString(peer);
  }

  /**
   * A hash of the client's address.
   *
   * @param exact whether to look behind trusted proxies, which costs reading what they say
   */
  int hash(RequestHead head, boolean exact) {
    return exact && forwarded.peerIsTrusted() ? address(head).hashCode() : peerHash;
  }
}
