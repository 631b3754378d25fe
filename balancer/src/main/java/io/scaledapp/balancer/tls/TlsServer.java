package io.scaledapp.balancer.tls;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS as one listener speaks it, with the certificates that its folders hold at present. */
public final class TlsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TlsServer.class);

  /** What goes on when a handshake is over. */
  @FunctionalInterface
  public interface Established {

    /**
     * Adds the handlers that come behind TLS; on the channel's event loop.
     *
     * @param protocol what was negotiated, one of {@link ApplicationProtocols}
     * @param certificate of the client, in the form of X-Forwarded-Client-Cert
     */
    void established(String protocol, Optional<String> certificate);
  }

  private final TlsOptions options;
  private final CertificateFolders folders;
  private final List<EventLoop> loops;
  private final Map<EventLoop, UnfinishedHandshakes> unfinished = new HashMap<>();
  private volatile ServerContexts contexts;

  /** What took its place, if anything did. */
  private volatile @Nullable TlsServer successor;

  private TlsServer(TlsOptions options, CertificateFolders folders, List<EventLoop> loops) {
    this.options = options;
    this.folders = folders;
    this.loops = List.copyOf(loops);
    contexts = folders.contexts();
    int most = Math.max(1, options.maxHandshakes() / loops.size());
    loops.forEach(loop -> unfinished.put(loop, new UnfinishedHandshakes(most)));
  }

  /**
   * Reads the certificates.
   *
   * @param loops the event loops of all connections
   * @throws TlsException if one cannot be used, with the file and the reason
   */
  public static TlsServer open(TlsOptions options, List<EventLoop> loops) throws TlsException {
    var server = new TlsServer(options, CertificateFolders.load(options), loops);
    log.atInfo()
        .addKeyValue("engine", TlsEngine.name())
        .addKeyValue("certificates", options.certificates())
        .log("TLS is ready");
    return server;
  }

  /** Whether clients are asked for certificates. */
  public boolean asksForCertificates() {
    return current().options.clientCertificates().isPresent();
  }

  /**
   * Adds the handlers of TLS to a channel; on its event loop.
   *
   * @param address that the client connected to
   */
  public void secure(Channel channel, InetAddress address, Established established) {
    var handshakes = unfinished.get(channel.eventLoop());
    if (handshakes == null) {
      throw new IllegalStateException("a channel of an event loop that was not named");
    }
    channel
        .pipeline()
        .addLast(
            new ServerNameHandler(() -> current().contexts, address, options.handshakeTimeout()),
            new HandshakeHandler(handshakes, established));
  }

  /**
   * Looks whether a certificate was replaced, which then holds for new handshakes. One that cannot
   * be used is logged once, and the one before it stays in force. Blocks; one thread at a time.
   */
  public void refresh() {
    var replaced = folders.refresh();
    if (!replaced.isEmpty()) {
      contexts = folders.contexts();
      releaseWhenUnseen(replaced);
    }
  }

  /** An event loop may be about to use what it found. */
  private void releaseWhenUnseen(List<SslContext> replaced) {
    var unused =
        CompletableFuture.allOf(
                loops.stream()
                    .map(loop -> CompletableFuture.runAsync(() -> {}, loop))
                    .toArray(CompletableFuture<?>[]::new))
            .thenRun(() -> replaced.forEach(ReferenceCountUtil::release));
  }

  private TlsServer current() {
    var server = this;
    for (var next = successor; next != null; next = next.successor) {
      server = next;
    }
    return server;
  }

  /** Another takes its place, also in handshakes that have yet to hear from their client. */
  public void close(TlsServer successor) {
    this.successor = successor;
    close();
  }

  /** No handshake begins any more; open connections stay. */
  @Override
  public void close() {
    releaseWhenUnseen(folders.all());
  }
}
