package io.scaledapp.balancer.eventloop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The balancer's end of a connection: its handler in the pipeline of a channel. Received buffers
 * stop here, so no decoder behind it sees a byte. For the use of the channel's event loop.
 */
public abstract class ChannelEnd extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ChannelEnd.class);

  private final Flushes flushes;
  private @Nullable ChannelHandlerContext context;

  /** Null where bytes are sent as they are. */
  private @Nullable SslHandler tls;

  private boolean flushPending;
  private boolean reading = true;

  /** What was still unsent when {@link #isSending} was last called. */
  private long unsentBefore;

  protected ChannelEnd(Flushes flushes) {
    this.flushes = flushes;
  }

  /** Bytes came; takes over the buffer's reference. */
  protected abstract void received(ByteBuf bytes);

  /** What is written drains again after {@link #isWritable} was false. */
  protected abstract void writable();

  /** The peer sends nothing more, but may still read; only where half-closure is allowed. */
  protected abstract void inputEnded();

  /** The connection is gone. */
  protected abstract void closed();

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  /**
   * The connection speaks TLS if there is a handler for it before this one. It knows no
   * half-closure then: what ends without a close_notify was cut, and few engines send after they
   * got one.
   */
  protected final void secured() {
    tls = context().pipeline().get(SslHandler.class);
  }

  /** Whether the connection speaks TLS, as {@link #secured} found. */
  protected final boolean isSecure() {
    return tls != null;
  }

  @Override
  public final void channelRead(ChannelHandlerContext context, Object message) {
    received((ByteBuf) message);
  }

  @Override
  public final void channelReadComplete(ChannelHandlerContext context) {
    flushes.flush();
  }

  @Override
  public final void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      writable();
      flushes.flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      HalfClosure.keepRegistered(context.channel());
      inputEnded();
      flushes.flush();
    } else if (event instanceof SslCloseCompletionEvent) {
      close();
    }
  }

  @Override
  public final void channelInactive(ChannelHandlerContext context) {
    closed();
    flushes.flush();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!isOfPeer(cause)) {
      log.atError().setCause(cause).log("a connection failed for a reason of the balancer's own");
    }
    close();
  }

  /** What a peer sends that is no TLS arrives as a decoder's exception. */
  private static boolean isOfPeer(Throwable cause) {
    return cause instanceof IOException
        || (cause instanceof DecoderException && cause.getCause() instanceof IOException);
  }

  /** Writes and takes over the buffer's reference; flushed with the batch. */
  public final void write(ByteBuf bytes) {
    ChannelHandlerContext context = context();
    var unused = context.write(bytes, context.voidPromise());
    flushLater();
  }

  /** What is written by other means is flushed with the batch too. */
  protected final void flushLater() {
    if (!flushPending) {
      flushPending = true;
      flushes.add(this);
    }
  }

  final void flush() {
    flushPending = false;
    context().flush();
  }

  /** Whether the peer takes what is written, so that little of it waits in memory. */
  public final boolean isWritable() {
    return context().channel().isWritable();
  }

  public final boolean isActive() {
    return context().channel().isActive();
  }

  /** Whether bytes are taken from the kernel; while not, the peer is slowed down. */
  public final void setReading(boolean reading) {
    if (this.reading != reading) {
      this.reading = reading;
      context().channel().config().setAutoRead(reading);
    }
  }

  /** Whether bytes wait for the peer, and it took some since the last call. */
  public final boolean isSending() {
    long unsent = unsent();
    boolean moved = unsent > 0 && unsent != unsentBefore;
    unsentBefore = unsent;
    return moved;
  }

  /** Bytes that wait for the peer; only comparable with each other. */
  protected final long unsent() {
    ChannelOutboundBuffer out = context().channel().unsafe().outboundBuffer();
    if (out == null || out.isEmpty()) {
      return 0;
    }
    // A buffer that is sent in part counts whole in the total.
    int first = out.current() instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
    return out.totalPendingWriteBytes() + first;
  }

  /**
   * Sends what is written, then tells the peer that nothing follows; still reads.
   *
   * @param whenDone called on the event loop, also if the output was ended before, unless the
   *     connection is gone
   */
  public final void endOutput(Runnable whenDone) {
    // Only after the writes: Netty drops what is unsent when the output is shut down.
    write(
        Unpooled.EMPTY_BUFFER,
        sent -> {
          var channel = (DuplexChannel) sent.channel();
          if (sent.isSuccess()) {
            shutDownOutput(channel);
          }
          if (channel.isActive()) {
            whenDone.run();
          }
        });
  }

  private void shutDownOutput(DuplexChannel channel) {
    if (tls == null) {
      var unused = channel.shutdownOutput();
    } else {
      var unused =
          tls.closeOutbound()
              .addListener(
                  told -> {
                    var alsoUnused = channel.shutdownOutput();
                  });
    }
  }

  /** Sends what is written, then closes. */
  public final void closeAfterWrites() {
    write(Unpooled.EMPTY_BUFFER, ChannelFutureListener.CLOSE);
  }

  private void write(ByteBuf bytes, ChannelFutureListener whenSent) {
    var unused = context().writeAndFlush(bytes).addListener(whenSent);
  }

  /** Closes with a reset, so that the peer takes nothing it got for whole. */
  public final void reset() {
    if (isActive()) {
      context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
    }
    if (tls == null) {
      close();
    } else {
      // Past the TLS handler, whose close_notify would say that what was sent is the whole.
      context().channel().unsafe().close(context().voidPromise());
    }
  }

  /** Closes at once; what is written and not yet sent is lost. */
  public final void close() {
    var unused = context().close();
  }

  public final ByteBufAllocator allocator() {
    return context().alloc();
  }

  protected final ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("not in a pipeline yet");
    }
    return context;
  }
}
