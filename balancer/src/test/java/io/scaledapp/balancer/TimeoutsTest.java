package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);

  private static Fixture fixture(Timeouts timeouts, Replica... replicas) {
    return new Fixture(
        options -> options,
        Tables.app(0, QueueLimits.DEFAULT, timeouts, Tables.endpoints(replicas)));
  }

  private static Replica silent() {
    return Replica.start(connection -> connection.in.transferTo(OutputStream.nullOutputStream()));
  }

  @Test
  void unfinishedHeadGets408() {
    try (var fixture = new Fixture(options -> options.withTimeouts(SHORT, LONG), Tables.app())) {
      assertThat(fixture.client().send("GET / HTTP/1.1\r\nHo").readAll())
          .startsWith("HTTP/1.1 408 ")
          .contains("\r\nConnection: close\r\n");
    }
  }

  @Test
  void headTimeoutRunsFromTheFirstByte() {
    try (var replica = Replica.answering("HTTP/1.1 204 No\r\n\r\n");
        var fixture =
            new Fixture(options -> options.withTimeouts(SHORT, LONG), Tables.app(replica))) {
      var client = fixture.client();
      client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\nGET /").readHead();
      assertThat(client.readAll()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void idleConnectionIsClosedWithoutAWord() {
    try (var fixture = new Fixture(options -> options.withTimeouts(LONG, SHORT), Tables.app())) {
      assertThat(fixture.client().readAll()).isEmpty();
    }
  }

  @Test
  void silentReplicaIs504() {
    var timeouts = new Timeouts(LONG, SHORT, LONG, LONG);
    try (var replica = silent();
        var fixture = fixture(timeouts, replica)) {
      var client = fixture.client();
      assertThat(client.get("/")).startsWith("HTTP/1.1 504 ");
      assertThat(client.get("/")).startsWith("HTTP/1.1 504 ");
      assertThat(fixture.load().endpoints().getFirst().failures()).isEqualTo(2);
    }
  }

  @Test
  void replicaThatFallsSilentInItsAnswerCutsIt() {
    var timeouts = new Timeouts(LONG, SHORT, LONG, LONG);
    try (var replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        var fixture = fixture(timeouts, replica)) {
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      client.readHead();
      assertThat(client.read(5)).isEqualTo("hello");
      assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void answerThatKeepsComingIsNotCut() {
    var timeouts = new Timeouts(LONG, Duration.ofSeconds(1), LONG, LONG);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n");
                  for (int i = 0; i < 6; i++) {
                    pause(Duration.ofMillis(400));
                    connection.write("x");
                  }
                });
        var fixture = fixture(timeouts, replica)) {
      assertThat(fixture.client().get("/")).endsWith("xxxxxx");
    }
  }

  @Test
  void clientThatOwesItsBodyGets408() {
    var timeouts = new Timeouts(LONG, SHORT, LONG, LONG);
    try (var replica = silent();
        var fixture = fixture(timeouts, replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 10\r\n\r\nhello");
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 408 ")
          .contains("\r\nConnection: close\r\n");
    }
  }

  /** Never silent for as long as the time-out, and never done. */
  @Test
  void bodyThatTricklesGets408() {
    var timeouts = new Timeouts(LONG, Duration.ofSeconds(1), LONG, LONG);
    var over = new CountDownLatch(1);
    try (var replica = silent();
        var fixture = fixture(timeouts, replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 1000000\r\n\r\n");
      Thread.ofVirtual()
          .start(
              () -> {
                while (over.getCount() > 0) {
                  client.send("x");
                  pause(Duration.ofMillis(50));
                }
              });
      assertThat(client.readHead()).startsWith("HTTP/1.1 408 ");
      over.countDown();
    }
  }

  @Test
  void replicaThatOwesA100IsToBlame() {
    var timeouts = new Timeouts(LONG, SHORT, LONG, LONG);
    try (var replica = silent();
        var fixture = fixture(timeouts, replica)) {
      var client = fixture.client();
      client.send(
          "POST / HTTP/1.1\r\nHost: app\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 504 ");
    }
  }

  @Test
  void clientThatReadsNothingIsCut() {
    var timeouts = new Timeouts(LONG, LONG, SHORT, LONG);
    var over = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                  try {
                    byte[] block = new byte[1 << 16];
                    for (int i = 0; i < 1_000_000_000 / block.length; i++) {
                      connection.out.write(block);
                    }
                  } finally {
                    over.countDown();
                  }
                });
        var fixture = fixture(timeouts, replica)) {
      fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      Await.until("the replica is let go", () -> over.getCount() == 0);
      Await.until("the request ends", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void replicaThatReadsNothingIs504() {
    var timeouts = new Timeouts(LONG, LONG, SHORT, LONG);
    var end = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        var fixture = fixture(timeouts, replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 1000000000\r\n\r\n");
      Thread.ofVirtual()
          .start(
              () -> {
                String block = "x".repeat(1 << 16);
                while (end.getCount() > 0) {
                  client.send(block);
                }
              });
      assertThat(client.readHead()).startsWith("HTTP/1.1 504 ");
      end.countDown();
    }
  }

  @Test
  void clientThatIsGoneEndsItsRequest() {
    try (var replica = silent();
        var fixture = fixture(Timeouts.DEFAULT, replica)) {
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      Await.until("the replica has it", () -> replica.accepted.get() == 1);
      client.close();
      Await.until("the request ends", () -> fixture.load().concurrency() == 0);
      assertThat(fixture.load().endpoints().getFirst().concurrency()).isZero();
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
