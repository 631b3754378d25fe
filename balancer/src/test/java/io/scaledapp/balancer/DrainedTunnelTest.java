package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DrainedTunnelTest {
  private static final String UPGRADE =
      "GET /ws HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  private static final String SWITCH =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";

  /** Text frames: not masked, and masked with zeros. */
  private static final byte[] TO_CLIENT = {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'};

  private static final String TO_REPLICA = "\u0081\u0082\0\0\0\0hi";
  private static final String CLOSE = "\u0088\u0002\u0003\u00e9";

  private static void drain(Fixture fixture, Replica replica, Duration time) {
    Endpoint endpoint = Tables.endpoint(replica).draining(time);
    fixture.balancer.apply(
        Tables.of(Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(endpoint))));
  }

  @Test
  void webSocketEndsWithCloseFramesBetweenFrames() {
    var seen = new CompletableFuture<String>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH);
                  var reader =
                      Thread.ofVirtual()
                          .start(
                              () -> {
                                try {
                                  seen.complete(
                                      new String(connection.in.readAllBytes(), ISO_8859_1));
                                } catch (IOException e) {
                                  seen.completeExceptionally(e);
                                }
                              });
                  while (reader.isAlive()) {
                    // In pieces that do not end with the frames.
                    connection.out.write(TO_CLIENT, 0, 3);
                    connection.out.flush();
                    connection.out.write(TO_CLIENT, 3, 4);
                    connection.out.write(TO_CLIENT, 0, 7);
                    connection.out.write(TO_CLIENT, 0, 1);
                    connection.out.flush();
                    LockSupport.parkNanos(1_000_000);
                    connection.out.write(TO_CLIENT, 1, 6);
                    connection.out.flush();
                  }
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      client.send(new String(TO_REPLICA.getBytes(ISO_8859_1), ISO_8859_1));
      drain(fixture, replica, Duration.ofSeconds(1));
      String all = client.readAll();
      assertThat(all).endsWith(CLOSE);
      String frame = new String(TO_CLIENT, ISO_8859_1);
      assertThat(all.substring(0, all.length() - CLOSE.length()).replace(frame, "")).isEmpty();
      assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS);
      // A Close frame of two bytes, masked with a key of four.
      assertThat(seen.join()).contains("\u0088\u0082").doesNotEndWith("hi");
      Await.until("the tunnel ends", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void tunnelOfAnotherProtocolEnds() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH.replace("websocket", "raw") + "all");
                  connection.in.readAllBytes();
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE.replace("websocket", "raw"));
      client.readHead();
      drain(fixture, replica, Duration.ofMillis(500));
      assertThat(client.readAll()).isEqualTo("all");
      Await.until("the tunnel ends", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void replicaThatIsPutBackKeepsItsTunnels() throws InterruptedException {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(SWITCH);
                  connection.in.transferTo(connection.out);
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(UPGRADE);
      client.readHead();
      drain(fixture, replica, Duration.ofMillis(400));
      fixture.balancer.apply(Tables.of(replica));
      TimeUnit.MILLISECONDS.sleep(600);
      assertThat(client.send("hello").read(5)).isEqualTo("hello");
    }
  }
}
