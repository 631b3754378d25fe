package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Peers that mean harm get no further than their own connection. */
class HostilePeersTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n\r\n";
  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";

  @Test
  void replicaThatSendsInterimResponsesForEverIs502() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  while (true) {
                    connection.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                  }
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send("GET / HTTP/1.0\r\n\r\n");
      assertThat(client.readResponse()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void switchToNoProtocolIs502() {
    try (var replica =
            Replica.answering(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade:\r\n\r\n");
        var fixture = new Fixture(replica)) {
      assertThat(fixture.client().send(GET).readResponse()).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void clientThatHalfClosesBlamesNoReplica() {
    try (var replica = silent();
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(GET);
      client.endOutput();
      assertThat(client.readAll()).startsWith("HTTP/1.1 504 ");
      assertThat(fixture.load().endpoints().getFirst().failures()).isZero();
    }
  }

  @Test
  void clientThatOwesItsBodyToAnAnswerBlamesNoReplica() {
    var timeouts =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofSeconds(60),
            Duration.ofHours(1));
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                  connection.in.readAllBytes();
                });
        var fixture =
            new Fixture(
                options -> options,
                Tables.app(0, QueueLimits.DEFAULT, timeouts, Tables.endpoints(replica)))) {
      var client =
          fixture.client().send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\nx");
      assertThatThrownBy(client::readAll).isInstanceOf(UncheckedIOException.class);
      assertThat(fixture.load().endpoints().getFirst().failures()).isZero();
    }
  }

  @Test
  void resetAfterHalfClosureEndsTheTunnel() throws InterruptedException {
    var die = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH);
                  connection.socket.shutdownOutput();
                  awaitUninterruptibly(die);
                  connection.reset();
                });
        var fixture = new Fixture(replica)) {
      assertThat(fixture.client().send(UPGRADE).readAll()).startsWith("HTTP/1.1 101 ");
      die.countDown();
      Await.until("the slot is free", () -> fixture.load().concurrency() == 0);
      Await.until("the client is closed", () -> fixture.balancer.clientConnections() == 0);
    }
  }

  /** A reset that the event loop is told of again and again would keep it busy for ever. */
  @Test
  void resetAfterHalfClosureKeepsNoEventLoopBusy() throws Exception {
    var ended = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH);
                  connection.in.readAllBytes();
                  ended.countDown();
                  awaitUninterruptibly(new CountDownLatch(1));
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      client.endOutput();
      ended.await();
      client.socket.setSoLinger(true, 0);
      client.close();
      long before = eventLoopNanos();
      Await.until("the client is gone", () -> fixture.balancer.clientConnections() == 0);
      assertThat(eventLoopNanos() - before).isLessThan(Duration.ofMillis(250).toNanos());
    }
  }

  private static long eventLoopNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(info -> info != null && info.getThreadName().contains("eventloop"))
        .mapToLong(info -> Math.max(0, threads.getThreadCpuTime(info.getThreadId())))
        .sum();
  }

  /** Reads what comes, and says nothing. */
  private static Replica silent() {
    return Replica.start(connection -> connection.in.readAllBytes());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
