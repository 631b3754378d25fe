package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TunnelTest {
  private static final String UPGRADE =
      "GET /ws HTTP/1.1\r\nHost: app\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";

  /** Agrees to the upgrade, then repeats what it reads. */
  private static Replica echo() {
    return Replica.start(
        connection -> {
          assertThat(connection.readHead())
              .contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
          connection.write(SWITCH);
          connection.in.transferTo(connection.out);
        });
  }

  @Test
  void bytesPassBothWaysAfterTheSwitch() {
    try (var replica = echo();
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE + "eager");
      assertThat(client.readHead())
          .isEqualTo(
              "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      assertThat(client.read(5)).isEqualTo("eager");
      assertThat(client.send("hello").read(5)).isEqualTo("hello");
      assertThat(fixture.load().endpoints().getFirst().tunnels()).isEqualTo(1);
      assertThat(fixture.load().concurrency()).isEqualTo(1);
      client.close();
      Await.until("the tunnel ends", () -> fixture.load().concurrency() == 0);
      assertThat(fixture.load().endpoints().getFirst().tunnels()).isZero();
    }
  }

  @Test
  void replicaLearnsOfAnEndThatCameBeforeTheSwitch() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH);
                  connection.write(new String(connection.in.readAllBytes(), UTF_8) + ", all");
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE + "hello");
      client.endOutput();
      client.readHead();
      assertThat(client.readAll()).isEqualTo("hello, all");
      Await.until("the tunnel ends", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void endOfOneSideLeavesTheOtherOpen() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH);
                  String all = new String(connection.in.readAllBytes(), UTF_8);
                  connection.write(all.repeat(1 << 20));
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      client.send("hello").endOutput();
      assertThat(client.readAll()).hasSize(5 << 20).startsWith("hellohello");
      Await.until("the tunnel ends", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void endOfTheReplicasSideLeavesTheClientsOpen() {
    var seen = new CompletableFuture<String>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH + "bye");
                  connection.socket.shutdownOutput();
                  seen.complete(connection.read(5));
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      assertThat(client.readAll()).isEqualTo("bye");
      client.send("hello");
      assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
    }
  }

  @Test
  void slowReaderOfATunnelSlowsTheReplicaDown() throws InterruptedException {
    var written = new AtomicLong();
    long size = 64L << 20;
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH.replace("websocket", "raw"));
                  byte[] block = new byte[1 << 16];
                  for (long i = 0; i < size / block.length; i++) {
                    connection.out.write(block);
                    written.addAndGet(block.length);
                  }
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE.replace("websocket", "raw"));
      client.readHead();
      long before = -1;
      while (before != written.get()) {
        before = written.get();
        TimeUnit.MILLISECONDS.sleep(500);
      }
      assertThat(before).isLessThan(size / 2);
      assertThat(client.readAll()).hasSize((int) size);
    }
  }

  @Test
  void silentTunnelIsClosed() {
    var timeouts =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofMillis(500));
    try (var replica = echo();
        var fixture =
            new Fixture(
                options -> options,
                Tables.app(0, QueueLimits.DEFAULT, timeouts, Tables.endpoints(replica)))) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      Await.until("the tunnel ends", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void upgradeThatTheReplicaIgnoresIsAnOrdinaryRequest() {
    try (var replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      assertThat(client.send(UPGRADE).readResponse()).endsWith("ok");
      assertThat(client.get("/")).endsWith("ok");
    }
  }

  @Test
  void http2OverPlainTextIsNotOffered() {
    try (var replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      for (String protocols : List.of("h2c", "H2C, websocket", "websocket,h2c", "HTTP/2.0")) {
        client.send(UPGRADE.replace("websocket", protocols)).readResponse();
      }
      assertThat(replica.heads).hasSize(4);
      assertThat(replica.heads)
          .allSatisfy(head -> assertThat(head).doesNotContainIgnoringCase("upgrade"));
    }
  }

  @Test
  void routeChangesTouchNoTunnel() {
    try (var replica = echo();
        var other = echo();
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      fixture.balancer.apply(Tables.of(other));
      assertThat(client.send("hello").read(5)).isEqualTo("hello");
      fixture.balancer.apply(Tables.of(new AppRoute[0]));
      assertThat(client.send("hello").read(5)).isEqualTo("hello");
    }
  }

  @Test
  void drainEndsATunnelWithCloseFrames() throws InterruptedException {
    var seen = new CompletableFuture<byte[]>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH);
                  seen.complete(connection.in.readAllBytes());
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      Thread closing =
          Thread.ofVirtual().start(() -> fixture.balancer.close(Duration.ofSeconds(1)));
      assertThat(client.readAll()).isEqualTo("\u0088\u0002\u0003\u00e9");
      assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS);
      assertThat(seen.join()).startsWith(0x88, 0x82).hasSize(8);
      closing.join();
    }
  }
}
