package io.scaledapp.balancer.http2;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultChannelPromise;

/** A promise that tells when its bytes are sent, or will never be: one object for both. */
final class SentData extends DefaultChannelPromise implements ChannelFutureListener {
  private final int bytes;
  private final PendingData pending;

  SentData(ChannelHandlerContext context, int bytes, PendingData pending) {
    super(context.channel(), context.executor());
    this.bytes = bytes;
    this.pending = pending;
    pending.added(bytes);
    var unused = addListener(this);
  }

  @Override
  public void operationComplete(ChannelFuture future) {
    pending.removed(bytes);
  }
}
