package io.scaledapp.balancer.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the TLS handler to a replica until the handshake is over, and holds what follows.
 */
final class ReplicaHandshake extends ApplicationProtocolNegotiationHandler {
  private final ReplicaTls.Inside inside;
  private final Consumer<@Nullable Throwable> whenDone;
  private boolean told;

  ReplicaHandshake(ReplicaTls.Inside inside, Consumer<@Nullable Throwable> whenDone) {
    super("");
    this.inside = inside;
    this.whenDone = whenDone;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext context, String protocol) {
    if (inside == ReplicaTls.Inside.HTTP_2 && !protocol.equals(ApplicationProtocols.HTTP_2)) {
      fail(
          context,
          new SSLHandshakeException(
              "the replica does not offer h2 by ALPN (RFC 9113 section 3.2)"));
    } else if (!told) {
      told = true;
      whenDone.accept(null);
    }
  }

  /** Of a handshake that takes too long, or whose replica goes away, no exception tells. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
      fail(context, done.cause());
    }
    super.userEventTriggered(context, event);
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
    fail(context, cause);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var reason = cause.getCause();
    fail(context, cause instanceof DecoderException && reason != null ? reason : cause);
  }

  private void fail(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close();
    if (!told) {
      told = true;
      whenDone.accept(cause);
    }
  }
}
