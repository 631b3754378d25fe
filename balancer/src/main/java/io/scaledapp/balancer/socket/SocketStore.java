package io.scaledapp.balancer.socket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a second descriptor of each socket that a balancer listens on. While that is dead the
 * kernel goes on to take connections in, up to the socket's backlog, and the next balancer accepts
 * them: nobody is refused. Systemd's file descriptor store and Envoy's hot restarter do the same.
 */
public final class SocketStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SocketStore.class);

  private final StoreFolder folder;
  private final Duration hold;
  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final IoEventLoop loop = group.next();

  // The three below are for the loop only.
  private final HeldSockets held = new HeldSockets(loop);
  private int connections;
  private @Nullable Future<?> givingUp;

  private SocketStore(StoreFolder folder, Duration hold) {
    this.folder = folder;
    this.hold = hold;
  }

  /**
   * Begins to hold what it is sent.
   *
   * @param folder where a balancer finds it
   * @param hold how long it holds on without a balancer; then who waits is refused
   * @throws IOException if the folder cannot be written, with its name and the reason
   */
  public static SocketStore open(Path folder, Duration hold) throws IOException {
    var store = new SocketStore(StoreFolder.at(folder), hold);
    try {
      store.listen(store.folder.keep(), () -> store.new Keeping());
      store.listen(store.folder.take(), () -> store.new Taking());
      return store;
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  private void listen(DomainSocketAddress address, Supplier<ChannelHandler> handler)
      throws IOException {
    // One that was killed leaves its own, and the kernel binds to no file that is there.
    Files.deleteIfExists(Path.of(address.path()));
    var bound =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerDomainSocketChannel.class)
            .childOption(
                UnixChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handler.get());
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "cannot listen on %s: %s; give a folder that can be written"
              .formatted(address.path(), bound.cause().getMessage()),
          bound.cause());
    }
  }

  private void arrived() {
    connections++;
    if (givingUp != null) {
      var unused = givingUp.cancel(false);
      givingUp = null;
    }
  }

  private void left() {
    connections--;
    if (connections == 0) {
      givingUp = loop.schedule(this::giveUp, hold.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void giveUp() {
    log.atWarn().addKeyValue("sockets", held.size()).log("no balancer came; who waits is refused");
    held.shutDown();
  }

  /** How many sockets are held; any thread. */
  public int size() {
    return loop.submit(held::size).syncUninterruptibly().getNow();
  }

  /** Holds nothing any more, and answers nobody. Returns when all is closed. */
  @Override
  public void close() {
    // With no quiet period at all, Netty may end its loop before it has closed what is open.
    var unused = group.shutdownGracefully(1, 1000, TimeUnit.MILLISECONDS);
    group.terminationFuture().awaitUninterruptibly();
  }

  /** A connection that says that a balancer is there. */
  private class Present extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      arrived();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      left();
    }
  }

  private final class Taking extends Present {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      super.channelActive(context);
      held.sendAll(new DescriptorSender((EpollDomainSocketChannel) context.channel()));
    }
  }

  private final class Keeping extends Present {
    private boolean anySinceReadComplete;

    @Override
    public void channelRead(ChannelHandlerContext context, Object descriptor) throws IOException {
      anySinceReadComplete = true;
      held.hold((FileDescriptor) descriptor);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws IOException {
      // Netty drops bytes that come without a descriptor.
      if (!anySinceReadComplete) {
        throw new IOException("bytes without a descriptor");
      }
      anySinceReadComplete = false;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.atWarn()
          .addKeyValue("reason", cause.getMessage())
          .log("a balancer sent what cannot be held");
      var unused = context.close();
    }
  }
}
