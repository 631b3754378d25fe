package io.scaledapp.balancer.socket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets that outlive a process that is killed: a {@link SocketStore} holds them too, and the next
 * process takes them over with the connections that wait in them.
 */
public final class StoredSockets implements ListeningSockets {
  private static final Logger log = LoggerFactory.getLogger(StoredSockets.class);

  /** By port, since all are of the one host that the balancer listens on. */
  private final Map<Integer, FileDescriptor> unclaimed = new ConcurrentHashMap<>();

  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final StoreConnection store;

  private StoredSockets(EventLoop loop, StoreFolder folder) {
    store = new StoreConnection(loop, folder, listening);
  }

  /**
   * Takes over what the store holds.
   *
   * @param loop on which all sockets are accepted from
   * @param folder where the store is
   * @param patience how long it waits for a store that has yet to start
   * @throws IOException if there is no store, with the place and the mend
   */
  public static StoredSockets takeOver(EventLoop loop, Path folder, Duration patience)
      throws IOException {
    var place = StoreFolder.at(folder);
    var sockets = new StoredSockets(loop, place);
    for (var descriptor : Inheritance.take(loop, place, patience)) {
      var port = new Socket(descriptor.intValue()).localAddress().getPort();
      sockets.unclaimed.put(port, descriptor);
    }
    log.atInfo().addKeyValue("sockets", sockets.unclaimed.size()).log("sockets taken over");
    loop.execute(sockets.store::connect);
    return sockets;
  }

  @Override
  public ChannelFuture open(ServerBootstrap server, InetSocketAddress address) {
    var before = unclaimed.remove(address.getPort());
    var opening =
        before == null
            ? server.clone().channelFactory(EpollServerSocketChannel::new).bind(address)
            : server
                .clone()
                .channelFactory(() -> new EpollServerSocketChannel(before.intValue()))
                .register();
    return opening.addListener(
        done -> {
          if (done.isSuccess()) {
            keep((EpollServerSocketChannel) opening.channel());
          }
        });
  }

  private void keep(EpollServerSocketChannel socket) {
    listening.add(socket);
    store.keep(socket);
  }

  /** Shuts it down, which ends it whoever holds it: the store, when it sees that, lets it go. */
  @Override
  public void close(Channel socket) {
    ListeningSocket.shutDown((Socket) ((EpollServerSocketChannel) socket).fd());
    var unused = socket.close();
  }

  @Override
  public void closeUnclaimed() {
    for (var port : unclaimed.keySet()) {
      var descriptor = unclaimed.remove(port);
      if (descriptor != null) {
        var socket = new Socket(descriptor.intValue());
        ListeningSocket.shutDown(socket);
        close(socket);
      }
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.atWarn().addKeyValue("reason", e.getMessage()).log("a socket was not closed");
    }
  }

  @Override
  public void close() {
    closeUnclaimed();
    store.close();
  }
}
