package io.scaledapp.balancer.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the client's hello, and puts the TLS handler of the name that it asks for (RFC 6066
 * section 3) in its own place.
 */
final class ServerNameHandler extends SniHandler {
  /** One with keys for post-quantum key exchange and a session ticket has some 4 KiB. */
  private static final int MAX_HELLO_BYTES = 16 * 1024;

  private final Supplier<ServerContexts> contexts;
  private final InetAddress address;
  private final Duration timeout;
  private final long startedAt = System.nanoTime();

  /**
   * @param contexts those in force
   * @param address that the client connected to
   * @param timeout of the whole handshake
   */
  ServerNameHandler(Supplier<ServerContexts> contexts, InetAddress address, Duration timeout) {
    super(
        (name, promise) -> {
          throw new IllegalStateException("the look-up below takes its place");
        },
        MAX_HELLO_BYTES,
        timeout.toMillis());
    this.contexts = contexts;
    this.address = address;
    this.timeout = timeout;
  }

  @Override
  protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable String name) {
    return context.executor().newSucceededFuture(contexts.get().find(name, address));
  }

  @Override
  protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
    var handler = super.newSslHandler(context, allocator);
    var left = timeout.minusNanos(System.nanoTime() - startedAt);
    // 0 would be no time-out at all.
    handler.setHandshakeTimeoutMillis(Math.max(1, left.toMillis()));
    return handler;
  }
}
