package io.scaledapp.balancer.proxyprotocol;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.scaledapp.balancer.forwarded.Peer;
import io.scaledapp.balancer.forwarded.TrustedProxies;
import io.scaledapp.balancer.program.SampledLog;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the header that proxies send first on each connection. Any thread. */
public final class ProxyProtocol {
  private static final Logger log = LoggerFactory.getLogger(ProxyProtocol.class);

  private final SampledLog refusals = new SampledLog(System::nanoTime);
  private final ProxyProtocolOptions options;
  private final TrustedProxies trusted;

  /**
   * As the options say.
   *
   * @throws IllegalArgumentException if one of the trusted addresses is none
   */
  public ProxyProtocol(ProxyProtocolOptions options) {
    this.options = options;
    trusted = TrustedProxies.of(options.trusted());
  }

  /**
   * Adds the handlers that read the header; on the channel's event loop. A channel from anybody who
   * is not trusted is closed.
   *
   * @param connected who opened the connection, and where
   * @param then adds the handlers that come behind, for the client that the header names
   */
  public void expect(Channel channel, Peer connected, Consumer<Peer> then) {
    if (!trusted.trusts(connected.address())) {
      refused(connected, "it is not from one of the trusted addresses");
      var unused = channel.close();
      return;
    }
    channel
        .pipeline()
        .addLast(
            new HAProxyMessageDecoder(),
            new HeaderHandler(
                connected, options.timeout(), then, reason -> refused(connected, reason)));
  }

  private void refused(Peer connected, String reason) {
    refusals.happened(
        untold ->
            log.atWarn()
                .addKeyValue("endpoint", connected.address().getHostAddress())
                .addKeyValue("reason", reason)
                .addKeyValue("untold", untold)
                .log("a connection for the PROXY protocol was refused"));
  }
}
