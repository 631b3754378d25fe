package io.scaledapp.balancer.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** What a balancer is given by the store when it starts. */
@ChannelHandler.Sharable // By attempts to connect, of which one succeeds.
final class Inheritance extends ChannelInboundHandlerAdapter {
  private static final long RETRY_MILLIS = 20;

  private final List<FileDescriptor> taken = new ArrayList<>();
  private final CompletableFuture<List<FileDescriptor>> all = new CompletableFuture<>();

  /**
   * Takes all that the store holds; waits for a store that has yet to start.
   *
   * @param patience how long it waits at most
   * @throws IOException if no store answers in that time, with the place and the reason
   */
  static List<FileDescriptor> take(EventLoop loop, StoreFolder folder, Duration patience)
      throws IOException {
    var inheritance = new Inheritance();
    inheritance.connect(
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainSocketChannel.class)
            .option(
                UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
            .remoteAddress(folder.take())
            .handler(inheritance),
        System.nanoTime() + patience.toNanos());
    try {
      return inheritance.all.join();
    } catch (CompletionException e) {
      throw new IOException(
          "no socket store answers at %s for %d s: %s; start one there, or leave out --socket-store"
              .formatted(folder.take().path(), patience.toSeconds(), e.getMessage()),
          e);
    }
  }

  private void connect(Bootstrap bootstrap, long deadline) {
    var unused =
        bootstrap
            .connect()
            .addListener(done -> connected((ChannelFuture) done, bootstrap, deadline));
  }

  private void connected(ChannelFuture connecting, Bootstrap bootstrap, long deadline) {
    if (connecting.isSuccess()) {
      return;
    }
    if (System.nanoTime() - deadline > 0) {
      all.completeExceptionally(connecting.cause());
    } else {
      var unused =
          connecting
              .channel()
              .eventLoop()
              .schedule(() -> connect(bootstrap, deadline), RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object descriptor) {
    taken.add((FileDescriptor) descriptor);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    all.complete(taken);
  }
}
