package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.http2.Http2ReplicaConnection;
import io.scaledapp.balancer.tls.ReplicaTls;
import io.scaledapp.balancer.tls.ReplicaTls.Inside;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReplicaConnectorTest {
  /** More than there are free descriptors below that of the closed connection. */
  private static final int CONNECTIONS = 64;

  private final Logger pipelines =
      (Logger) LoggerFactory.getLogger("io.netty.channel.DefaultChannelPipeline");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final VertxInternal vertx =
      (VertxInternal) Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final ContextInternal context = vertx.createContext(ThreadingModel.EVENT_LOOP);
  private final Worker worker =
      new Worker(0, context, HeadLimits.DEFAULT, System::nanoTime, new SplittableRandom(0));
  private final NetClientInternal client = (NetClientInternal) vertx.createNetClient();
  private final ReplicaConnector connector =
      new ReplicaConnector(client, worker, Http2ReplicaConnection::begin, noTls());
  private ServerSocket replica;

  private ReplicaTls noTls() {
    try {
      return ReplicaTls.open(List.of(), List.of(worker.eventLoop()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    replica = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    logged.start();
    pipelines.addAppender(logged);
  }

  @AfterEach
  void stop() throws IOException {
    pipelines.detachAppender(logged);
    vertx.close().await();
    replica.close();
  }

  /** Two connections have bytes at once; whichever is told first closes the other one. */
  @Test
  void eventOfAClosedConnectionReachesNoNewOne() throws Exception {
    var replaced = new CountDownLatch(CONNECTIONS);
    var acted = new AtomicBoolean();
    var ends = new ArrayList<Socket>();
    var pair = List.of(open(ends), open(ends));
    for (int i = 0; i < 2; i++) {
      var other = pair.get(1 - i);
      whenRead(
          pair.get(i),
          () -> {
            if (acted.compareAndSet(false, true)) {
              var unused = other.channelHandlerContext().channel().close();
              connectAnew(replaced);
            }
          });
    }
    onLoopAtOnce(ends);
    assertThat(replaced.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(logged.list).isEmpty();
  }

  private NetSocketInternal open(List<Socket> ends) throws Exception {
    var opened = new CompletableFuture<NetSocket>();
    var to = SocketAddress.inetSocketAddress(replica.getLocalPort(), "127.0.0.1");
    context.runOnContext(
        now -> {
          var unused = client.connect(to).onSuccess(opened::complete);
        });
    ends.add(replica.accept());
    return (NetSocketInternal) opened.get(10, TimeUnit.SECONDS);
  }

  private static void whenRead(NetSocketInternal socket, Runnable action) {
    socket
        .channelHandlerContext()
        .pipeline()
        .addFirst(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object message) {
                ReferenceCountUtil.release(message);
                action.run();
              }
            });
  }

  private void connectAnew(CountDownLatch done) {
    var endpoint =
        new UpstreamEndpoint(
            new Endpoint("one", "127.0.0.1", replica.getLocalPort(), 1, Endpoint.State.READY),
            1,
            (failed, consecutiveFailures) -> {});
    for (int i = 0; i < CONNECTIONS; i++) {
      connector.connect(
          endpoint,
          Inside.HTTP_1_1,
          Duration.ofSeconds(10),
          (connection, failure) -> done.countDown());
    }
  }

  /** Holds the loop up until both ends have written, so that it learns of both in one batch. */
  private void onLoopAtOnce(List<Socket> ends) throws Exception {
    var held = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    worker.execute(
        () -> {
          held.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    held.await();
    for (var end : ends) {
      end.getOutputStream().write(1);
    }
    release.countDown();
  }
}
