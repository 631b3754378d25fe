package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long an HTTP/2 connection lives, how it ends, and what it counts for. */
class Http2ConnectionTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final CountDownLatch release = new CountDownLatch(1);
  private final Replica replica = Replica.start(this::answer);

  /** Answers to {@code /slow} come when they are released. */
  private void answer(Replica.Connection connection) throws IOException {
    for (var head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
      if (head.startsWith("GET /slow ")) {
        try {
          release.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  }

  @AfterEach
  void close() {
    release.countDown();
    replica.close();
  }

  @Test
  void idleConnectionIsToldAndClosed() {
    try (var fixture =
            new Fixture(options -> options.withTimeouts(LONG, SHORT), Tables.app(replica));
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(client.get(1).response(1).body()).isEqualTo("ok");
      var goAway = client.readUntil(FramePeer.GOAWAY);
      assertThat(goAway.first()).isEqualTo(1);
      assertThat(goAway.errorCode()).isEqualTo(FramePeer.NO_ERROR);
      assertThat(client.readUntil(-1).type()).isEqualTo(-1);
      Await.until("it is gone", () -> fixture.balancer.clientConnections() == 0);
    }
  }

  @Test
  void connectionWithARequestIsNotIdle() {
    try (var fixture =
            new Fixture(options -> options.withTimeouts(LONG, SHORT), Tables.app(replica));
        var client = new FramePeer(fixture.balancer.port());
        var idle = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "GET", "/slow").settle();
      // Another connection's whole idle time goes by.
      assertThat(idle.readUntil(-1).type()).isEqualTo(-1);
      release.countDown();
      assertThat(client.response(1).body()).isEqualTo("ok");
    }
  }

  @Test
  void unfinishedPrefaceIsCutOff() {
    try (var fixture =
            new Fixture(options -> options.withTimeouts(SHORT, LONG), Tables.app(replica));
        var client = fixture.client()) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM");
      assertThat(client.readAll()).isNotEmpty();
      Await.until("it is gone", () -> fixture.balancer.clientConnections() == 0);
    }
  }

  @Test
  void spoiledPrefaceIsClosedWithoutAWord() {
    try (var fixture = new Fixture(replica);
        var client = fixture.client()) {
      assertThat(client.send("SPOILED CONNECTION PREFACE\r\n\r\n").readAll()).isEmpty();
    }
  }

  @Test
  void connectionTooManyIsRefused() {
    try (var fixture = new Fixture(options -> options.withMaxConnections(1), Tables.app(replica));
        var first = new FramePeer(fixture.balancer.port())) {
      assertThat(first.get(1).response(1).body()).isEqualTo("ok");
      try (var second = fixture.client()) {
        assertThat(second.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").readAll()).contains(" 503 ");
      }
      assertThat(first.get(3).response(3).body()).isEqualTo("ok");
    }
  }

  @Test
  void closingTellsTheClientTwiceAndServesWhatIsOnItsWay() throws InterruptedException {
    try (var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "GET", "/slow").settle();
      var closing = Thread.ofVirtual().start(() -> fixture.balancer.close(Duration.ofSeconds(20)));
      assertThat(client.readUntil(FramePeer.GOAWAY).first()).isEqualTo(Integer.MAX_VALUE);
      // The client has not heard of it yet.
      client.get(3);
      client.send(FramePeer.PING, FramePeer.ACK, 0, new byte[8]);
      assertThat(client.readUntil(FramePeer.GOAWAY).first()).isEqualTo(3);
      release.countDown();
      assertThat(client.response(1).body()).isEqualTo("ok");
      assertThat(client.response(3).body()).isEqualTo("ok");
      assertThat(client.readUntil(-1).type()).isEqualTo(-1);
      assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void closingEndsWhatDoesNotEndInTime() throws InterruptedException {
    try (var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "GET", "/slow").settle();
      var closing = Thread.ofVirtual().start(() -> fixture.balancer.close(SHORT));
      assertThat(client.response(1).status()).isEqualTo(":status: 503");
      assertThat(client.readUntil(-1).type()).isEqualTo(-1);
      assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void leavingBalancerAnswersAndSendsTheClientElsewhere() {
    try (var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(client.get(1).response(1).body()).isEqualTo("ok");
      fixture.balancer.leave(LONG);
      client.get(3);
      assertThat(client.readUntil(FramePeer.GOAWAY).first()).isEqualTo(Integer.MAX_VALUE);
      assertThat(client.response(3).body()).isEqualTo("ok");
      client.send(FramePeer.PING, FramePeer.ACK, 0, new byte[8]);
      assertThat(client.readUntil(FramePeer.GOAWAY).first()).isEqualTo(3);
      assertThat(client.readUntil(-1).type()).isEqualTo(-1);
    }
  }

  private static AppRoute app(String name, String path, Replica replica) {
    return new AppRoute(
        name,
        List.of(),
        List.of(path),
        0,
        AppRoute.Policy.ROUND_ROBIN,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        Tables.endpoints(replica));
  }

  /** Connections that count for the apps a and b. */
  private static List<Integer> connections(Fixture fixture) {
    return fixture.balancer.report().apps().stream()
        .sorted((one, other) -> one.app().compareTo(other.app()))
        .map(load -> load.connections())
        .toList();
  }

  @Test
  void connectionCountsForEachAppWithOpenStreamsAndWhileIdleForTheLast() {
    try (var fixture =
            new Fixture(
                options -> options,
                app("default/a", "/", replica),
                app("default/b", "/b", replica));
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(connections(fixture)).containsExactly(0, 0);
      client.request(1, true, "GET", "/slow").request(3, true, "GET", "/slow").settle();
      assertThat(connections(fixture)).containsExactly(1, 0);
      client.request(5, true, "GET", "/b").response(5);
      Await.until("b has no stream", () -> connections(fixture).equals(List.of(1, 0)));
      release.countDown();
      client.response(1);
      client.response(3);
      client.settle();
      assertThat(connections(fixture)).containsExactly(1, 0);
      client.request(7, true, "GET", "/b").response(7);
      client.settle();
      assertThat(connections(fixture)).containsExactly(0, 1);
      client.close();
      Await.until("nothing counts", () -> connections(fixture).equals(List.of(0, 0)));
    }
  }
}
