package io.scaledapp.balancer.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store and what it is sent. */
class StoredSocketsTest {
  /** More than the kernel's buffer between the two takes at once. */
  private static final int MANY = 2000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final ServerBootstrap server =
      new ServerBootstrap().group(loop).childHandler(new ChannelInboundHandlerAdapter());
  private Path folder;
  private SocketStore store;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    store = SocketStore.open(folder, PATIENCE);
  }

  @AfterEach
  void stop() {
    store.close();
    var unused = group.shutdownGracefully(1, 1000, TimeUnit.MILLISECONDS);
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private List<Channel> open(ListeningSockets sockets, List<Integer> ports) throws Exception {
    var opened = new ArrayList<Channel>();
    for (int port : ports) {
      opened.add(sockets.open(server, address(port)).sync().channel());
    }
    return opened;
  }

  private static List<Integer> ports(List<Channel> sockets) {
    return sockets.stream()
        .map(socket -> ((InetSocketAddress) socket.localAddress()).getPort())
        .toList();
  }

  private void awaitHeld(int count) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (store.size() != count) {
      assertThat(System.nanoTime()).as("%d held", store.size()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void manyAreTakenOver() throws Exception {
    var any = Collections.nCopies(MANY, 0);
    var first = StoredSockets.takeOver(loop, folder, PATIENCE);
    var ports = ports(open(first, any));
    awaitHeld(MANY);

    var next = StoredSockets.takeOver(loop, folder, PATIENCE);
    // Bound anew, one would say that the address is in use.
    var taken = open(next, ports);
    assertThat(ports(taken)).isEqualTo(ports);
    taken.forEach(socket -> loop.execute(() -> next.close(socket)));
    awaitHeld(0);
  }

  @Test
  void connectionsToTheStoreBreakAndAllIsHeldAgain() throws Exception {
    var sockets = StoredSockets.takeOver(loop, folder, PATIENCE);
    var opened = open(sockets, List.of(0, 0, 0));
    awaitHeld(3);
    store.close();
    store = SocketStore.open(folder, PATIENCE);
    awaitHeld(3);
    opened.forEach(socket -> loop.execute(() -> sockets.close(socket)));
    awaitHeld(0);
  }

  @Test
  void bytesWithoutADescriptorHoldNothing() throws Exception {
    try (var bad = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      bad.connect(UnixDomainSocketAddress.of(folder.resolve("keep")));
      bad.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes("US-ASCII")));
      var sockets = StoredSockets.takeOver(loop, folder, PATIENCE);
      open(sockets, List.of(0));
      awaitHeld(1);
      assertThat(bad.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void descriptorOfNoListeningSocketEndsItsConnection() throws Exception {
    var connection =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainSocketChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .connect(new StoreFolder(folder).keep())
            .sync()
            .channel();
    var pipe = FileDescriptor.pipe();
    var sender = new DescriptorSender((EpollDomainSocketChannel) connection);
    loop.execute(() -> sender.send(pipe[0]));
    assertThat(connection.closeFuture().await(PATIENCE.toMillis())).isTrue();
    assertThat(store.size()).isZero();
    pipe[0].close();
    pipe[1].close();
  }

  @Test
  void storeThatIsNotThereIsToldWithItsPlaceAndTheMend() {
    var nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> StoredSockets.takeOver(loop, nowhere, Duration.ofMillis(50)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(nowhere.toString())
        .hasMessageContaining("--socket-store");
  }

  @Test
  void folderThatCannotBeWrittenIsTold() {
    var nowhere = folder.resolve("nowhere");
    assertThatThrownBy(() -> SocketStore.open(nowhere, PATIENCE).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(nowhere.toString())
        .hasMessageContaining("give a folder");
  }
}
