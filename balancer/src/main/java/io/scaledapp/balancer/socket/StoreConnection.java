package io.scaledapp.balancer.socket;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the store hold what is listened on; a store that was restarted gets all of it again. */
final class StoreConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreConnection.class);
  private static final long RETRY_MILLIS = 100;

  private final EventLoop loop;
  private final StoreFolder folder;
  private final ChannelGroup listening;

  // The three below are for the loop only.
  private @Nullable EpollDomainSocketChannel channel;
  private @Nullable DescriptorSender sender;
  private boolean closed;

  /**
   * @param listening what is listened on, of channels of the loop
   */
  StoreConnection(EventLoop loop, StoreFolder folder, ChannelGroup listening) {
    this.loop = loop;
    this.folder = folder;
    this.listening = listening;
  }

  void connect() {
    if (!closed) {
      var unused =
          new Bootstrap()
              .group(loop)
              .channel(EpollDomainSocketChannel.class)
              .handler(new ChannelInboundHandlerAdapter())
              .connect(folder.keep())
              .addListener(done -> connected((ChannelFuture) done));
    }
  }

  private void connected(ChannelFuture connecting) {
    if (!connecting.isSuccess()) {
      connectLater();
      return;
    }
    var connection = (EpollDomainSocketChannel) connecting.channel();
    if (closed) {
      var unused = connection.close();
      return;
    }
    channel = connection;
    sender = new DescriptorSender(connection);
    listening.forEach(socket -> keep((EpollServerSocketChannel) socket));
    log.atInfo().addKeyValue("endpoint", folder.path()).log("the socket store holds the sockets");
    var unused = connection.closeFuture().addListener(done -> lost());
  }

  private void lost() {
    sender = null;
    if (!closed) {
      log.atWarn()
          .addKeyValue("endpoint", folder.path())
          .log("the socket store has gone; it is looked for again");
      connectLater();
    }
  }

  private void connectLater() {
    var unused = loop.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Has it held, now or with the next store; on the loop. */
  void keep(EpollServerSocketChannel socket) {
    if (sender != null) {
      sender.send(socket.fd());
    }
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          if (channel != null) {
            var unused = channel.close();
          }
        });
  }
}
