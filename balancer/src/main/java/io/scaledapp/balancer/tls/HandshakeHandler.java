package io.scaledapp.balancer.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.scaledapp.balancer.program.SampledLog;
import io.vertx.core.net.impl.ShutdownEvent;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands behind the TLS handler until the handshake is over, and then makes room for HTTP. */
final class HandshakeHandler extends ApplicationProtocolNegotiationHandler {
  private static final Logger log = LoggerFactory.getLogger(HandshakeHandler.class);

  private static final SampledLog FAILURES = new SampledLog(System::nanoTime);

  private final UnfinishedHandshakes unfinished;
  private final TlsServer.Established established;

  /** Came too early for what it is for. */
  private @Nullable ShutdownEvent shutdown;

  HandshakeHandler(UnfinishedHandshakes unfinished, TlsServer.Established established) {
    super(ApplicationProtocols.HTTP_1_1);
    this.unfinished = unfinished;
    this.established = established;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) throws Exception {
    super.handlerAdded(context);
    unfinished.add(context.channel());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) throws Exception {
    unfinished.remove(context.channel());
    super.handlerRemoved(context);
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext context, String protocol)
      throws GeneralSecurityException {
    var session = context.pipeline().get(SslHandler.class).engine().getSession();
    established.established(protocol, certificate(session));
    if (shutdown != null) {
      context.fireUserEventTriggered(shutdown);
    }
  }

  private static Optional<String> certificate(SSLSession session) throws GeneralSecurityException {
    try {
      var certificate = (X509Certificate) session.getPeerCertificates()[0];
      return Optional.of(ClientCertificate.describe(certificate));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof ShutdownEvent told) {
      shutdown = told;
    }
    super.userEventTriggered(context, event);
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
    FAILURES.happened(
        untold ->
            log.atInfo()
                .addKeyValue("endpoint", context.channel().remoteAddress())
                .addKeyValue("reason", cause.getMessage())
                .addKeyValue("untold", untold)
                .log("a TLS handshake failed"));
    var unused = context.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    handshakeFailure(context, cause);
  }
}
