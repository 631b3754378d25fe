package io.scaledapp.balancer.proxyprotocol;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.handler.codec.haproxy.HAProxySSLTLV;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.scaledapp.balancer.forwarded.Peer;
import io.vertx.core.net.impl.ShutdownEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for the header, and then makes room for what comes behind. */
final class HeaderHandler extends ChannelInboundHandlerAdapter {
  private final Peer connected;
  private final Duration timeout;
  private final Consumer<Peer> then;
  private final Consumer<String> refused;
  private boolean over;
  private @Nullable Future<?> deadline;

  /** Came too early for what it is for. */
  private @Nullable ShutdownEvent shutdown;

  /**
   * @param connected who opened the connection, and where
   * @param then told the client that the header names
   * @param refused told why there is none; the channel is closed
   */
  HeaderHandler(Peer connected, Duration timeout, Consumer<Peer> then, Consumer<String> refused) {
    this.connected = connected;
    this.timeout = timeout;
    this.then = then;
    this.refused = refused;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    deadline =
        context
            .executor()
            .schedule(
                () -> refuse(context, "no header came in time"),
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var header = (HAProxyMessage) message;
    Peer client;
    try {
      client = client(header);
    } finally {
      header.release();
    }
    then.accept(client);
    if (shutdown != null) {
      context.fireUserEventTriggered(shutdown);
    }
    context.pipeline().remove(this);
  }

  /** Section 2: what is LOCAL or UNKNOWN, or of another family, is from the proxy itself. */
  private Peer client(HAProxyMessage header) {
    var family = header.proxiedProtocol().addressFamily();
    boolean named =
        header.command() == HAProxyCommand.PROXY
            && (family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6);
    if (!named) {
      return connected;
    }
    var listener =
        new InetSocketAddress(address(header.destinationAddress()), header.destinationPort());
    var client = new InetSocketAddress(address(header.sourceAddress()), header.sourcePort());
    return Peer.behindProxy(client, listener, spokeTls(header));
  }

  /** Section 2.2.5: the first bit of the SSL extension says that the client came by TLS. */
  private static boolean spokeTls(HAProxyMessage header) {
    return header.tlvs().stream()
        .anyMatch(extension -> extension instanceof HAProxySSLTLV tls && tls.isPP2ClientSSL());
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the decoder took " + literal + " for an address", e);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent told) {
      shutdown = told;
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    refuse(context, String.valueOf(cause.getMessage()));
  }

  private void refuse(ChannelHandlerContext context, String reason) {
    if (!over) {
      over = true;
      refused.accept(reason);
      var unused = context.close();
    }
  }
}
