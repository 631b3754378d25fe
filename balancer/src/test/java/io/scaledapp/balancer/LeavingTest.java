package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A balancer that is going to close tells its clients before it closes their connections. */
class LeavingTest {
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  private static final String CLOSES = "\r\nConnection: close\r\n";
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch release = new CountDownLatch(1);
  private final Replica replica = Replica.start(this::answer);
  private final Fixture fixture = new Fixture(replica);
  private final int port = fixture.balancer.port();

  /** Bodies of {@code /slow} come when they are released. */
  private void answer(Replica.Connection connection) throws IOException {
    for (var head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
      connection.write(HEAD);
      if (head.startsWith("GET /slow ")) {
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      connection.write("ok");
    }
  }

  @AfterEach
  void close() {
    release.countDown();
    fixture.close();
    replica.close();
  }

  @Test
  void answersEndTheirConnectionsAndNewOnesAreTaken() {
    var known = fixture.client();
    assertThat(known.get("/")).doesNotContain(CLOSES);
    fixture.balancer.leave(LONG);
    assertThat(known.get("/")).contains(CLOSES).endsWith("ok");
    assertThat(known.read()).isEqualTo(-1);
    assertThat(fixture.client().get("/")).contains(CLOSES).endsWith("ok");
  }

  @Test
  void ownAnswersSaySoToo() {
    fixture.balancer.apply(Tables.of(new AppRoute[0]));
    fixture.balancer.leave(LONG);
    assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 404 ").contains(CLOSES);
  }

  @Test
  void clientWithoutARequestIsToldAfterTheClose() throws InterruptedException {
    var quiet = fixture.client();
    assertThat(quiet.get("/")).doesNotContain(CLOSES);
    fixture.balancer.leave(LONG);
    var closing = close(LONG);
    Await.until("nothing listens", () -> !listens());
    assertThat(quiet.get("/")).contains(CLOSES).endsWith("ok");
    assertThat(quiet.readAll()).isEmpty();
    quiet.close();
    assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void requestThatCrossesTheEndOfItsConnectionSeesNoReset() {
    var quiet = fixture.client();
    quiet.get("/");
    fixture.balancer.leave(Duration.ofMillis(100));
    close(LONG);
    assertThat(quiet.read()).isEqualTo(-1);
    quiet.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
    assertThat(quiet.read()).isEqualTo(-1);
  }

  @Test
  void connectionWhoseAnswerBeganUntoldTakesOneMoreRequest() {
    var client = fixture.client().send("GET /slow HTTP/1.1\r\nHost: app\r\n\r\n");
    assertThat(client.readHead()).doesNotContain(CLOSES);
    fixture.balancer.leave(LONG);
    close(LONG);
    Await.until("nothing listens", () -> !listens());
    release.countDown();
    assertThat(client.read(2)).isEqualTo("ok");
    assertThat(client.get("/")).contains(CLOSES).endsWith("ok");
  }

  private Thread close(Duration grace) {
    return Thread.ofVirtual().start(() -> fixture.balancer.close(grace));
  }

  /** Found out by taking the port, since to connect would disturb a listener that closes. */
  private boolean listens() {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !socket.isBound();
    } catch (IOException e) {
      return true;
    }
  }
}
