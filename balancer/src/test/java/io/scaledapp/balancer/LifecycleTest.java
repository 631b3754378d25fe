package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n\r\n";

  /** Answers each connection's first request after {@code latch}, and then reads on. */
  private static Replica after(CountDownLatch latch) {
    return Replica.start(
        connection -> {
          connection.readHead();
          try {
            latch.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          connection.write(OK);
          connection.readHead();
        });
  }

  @Test
  void portInUseIsToldWithItsAddress() {
    try (var fixture = new Fixture()) {
      int port = fixture.balancer.port();
      assertThatThrownBy(
              () -> {
                var options = BalancerOptions.DEFAULT.withAddress("127.0.0.1", port);
                Balancer.start(options, report -> {}).close();
              })
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("in use");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void closeLetsTheAnswerInFlightEndAndSaysSo(int eventLoops) throws InterruptedException {
    var latch = new CountDownLatch(1);
    try (var replica = after(latch);
        var fixture =
            new Fixture(options -> options.withEventLoops(eventLoops), Tables.app(replica))) {
      var idle = fixture.client();
      var busy = fixture.client().send(GET);
      Await.until("the replica has it", () -> replica.accepted.get() == 1);
      var closing = Thread.ofVirtual().start(() -> fixture.balancer.close(Duration.ofSeconds(20)));
      assertThat(idle.readAll()).isEmpty();
      Await.until("nothing listens", () -> !Ports.connects(fixture.balancer.port()));
      latch.countDown();
      assertThat(busy.readAll()).contains("\r\nConnection: close\r\n").endsWith("ok");
      assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void closeEndsWhatDoesNotEndInTime() {
    var latch = new CountDownLatch(1);
    try (var replica = after(latch);
        var fixture = new Fixture(replica)) {
      var busy = fixture.client().send(GET);
      Await.until("the replica has it", () -> replica.accepted.get() == 1);
      fixture.balancer.close(Duration.ofMillis(400));
      assertThat(busy.readAll()).startsWith("HTTP/1.1 503 ").contains("\r\nConnection: close\r\n");
      latch.countDown();
    }
  }

  @Test
  void closeCutsAnAnswerThatDoesNotEndInTime() {
    try (var replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        var fixture = new Fixture(replica)) {
      var busy = fixture.client().send(GET);
      busy.readHead();
      assertThat(busy.read(5)).isEqualTo("hello");
      fixture.balancer.close(Duration.ofMillis(400));
      assertThatThrownBy(busy::read).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void olderTableIsIgnored() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      fixture.balancer.apply(new RoutingTable(0, Long.MAX_VALUE, List.of()));
      fixture.balancer.apply(new RoutingTable(1, 0, List.of()));
      assertThat(fixture.client().get("/")).isEqualTo(OK);
    }
  }

  @Test
  void idleConnectionsOfAnEndpointThatIsGoneAreClosed() throws InterruptedException {
    var closed = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(OK);
                  connection.readHead();
                  closed.countDown();
                });
        var other = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.get("/");
      fixture.balancer.apply(Tables.of(other));
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.get("/")).isEqualTo(OK);
      assertThat(fixture.load().endpoints()).hasSize(1);
    }
  }

  @Test
  void requestOnAnEndpointThatIsGoneFinishes() {
    var latch = new CountDownLatch(1);
    try (var replica = after(latch);
        var other = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(GET);
      Await.until("the replica has it", () -> replica.accepted.get() == 1);
      fixture.balancer.apply(Tables.of(other));
      assertThat(fixture.load().endpoints()).hasSize(2);
      latch.countDown();
      assertThat(client.readResponse()).isEqualTo(OK);
      Await.until("it is forgotten", () -> fixture.load().endpoints().size() == 1);
    }
  }

  @Test
  void countersOfAnEndpointSurviveTables() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.get("/");
      fixture.balancer.apply(
          Tables.of(
              Tables.app(
                  0,
                  QueueLimits.DEFAULT,
                  Timeouts.DEFAULT,
                  List.of(Tables.endpoint(replica.port(), Endpoint.State.DRAINING)))));
      fixture.balancer.apply(Tables.of(replica));
      client.get("/");
      assertThat(fixture.load().endpoints().getFirst().requests()).isEqualTo(2);
      assertThat(fixture.load().requests()).isEqualTo(2);
      assertThat(replica.accepted.get()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void appThatComesBackWhileItStillServesGoesOnCounting() {
    var latch = new CountDownLatch(1);
    try (var replica = after(latch);
        var fixture = new Fixture(options -> options, oneAtOnce(replica))) {
      var first = fixture.client().send(GET);
      Await.until("it is sent", () -> replica.accepted.get() == 1);

      fixture.balancer.apply(Tables.of(new AppRoute[0]));
      fixture.balancer.apply(Tables.of(new AppRoute[0]));
      assertThat(fixture.balancer.report().apps()).isEmpty();
      fixture.balancer.apply(Tables.of(oneAtOnce(replica)));

      assertThat(fixture.load().concurrency()).isOne();
      assertThat(fixture.load().connections()).isOne();
      var second = fixture.client().send(GET);
      Await.until("its slot is still taken", () -> fixture.load().queued() == 1);
      latch.countDown();
      assertThat(first.readResponse()).isEqualTo(OK);
      assertThat(second.readResponse()).isEqualTo(OK);
      assertThat(fixture.load().requests()).isEqualTo(2);
    }
  }

  private static AppRoute oneAtOnce(Replica replica) {
    return Tables.app(1, QueueLimits.DEFAULT, Timeouts.DEFAULT, Tables.endpoints(replica));
  }

  @Test
  void connectionsAreCountedForTheAppOfTheirLatestRequest() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      assertThat(fixture.load().connections()).isZero();
      var client = fixture.client();
      client.get("/");
      client.get("/");
      fixture.client().get("/");
      assertThat(fixture.load().connections()).isEqualTo(2);
      assertThat(fixture.balancer.clientConnections()).isEqualTo(2);
      client.close();
      Await.until("one is left", () -> fixture.load().connections() == 1);
    }
  }

  @Test
  void integralOfConcurrencyIsExact() {
    var latch = new CountDownLatch(1);
    try (var replica = after(latch);
        var fixture = new Fixture(replica)) {
      var first = fixture.client().send(GET);
      var second = fixture.client().send(GET);
      Await.until("both run", () -> fixture.load().concurrency() == 2);
      var before = fixture.balancer.report();
      Await.until(
          "time passes",
          () -> fixture.balancer.report().uptimeNanos() - before.uptimeNanos() > 100_000_000);
      var after = fixture.balancer.report();
      long area =
          after.apps().getFirst().concurrencyNanos() - before.apps().getFirst().concurrencyNanos();
      assertThat((double) area)
          .isCloseTo(2.0 * (after.uptimeNanos() - before.uptimeNanos()), within(1_000.0));
      latch.countDown();
      first.readResponse();
      second.readResponse();
    }
  }

  @Test
  void loadIsReportedSteadily() {
    try (var fixture =
        new Fixture(options -> options.withReportEvery(Duration.ofMillis(20)), Tables.app())) {
      Await.until("three reports", () -> fixture.reports.size() >= 3);
      assertThat(fixture.reports.get(1).uptimeNanos())
          .isGreaterThan(fixture.reports.get(0).uptimeNanos());
      assertThat(fixture.reports.get(1).incarnation())
          .isEqualTo(fixture.reports.get(0).incarnation());
    }
  }

  @Test
  void connectionBeyondTheCapGets503() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(options -> options.withMaxConnections(2), Tables.app(replica))) {
      var first = fixture.client();
      assertThat(first.get("/")).isEqualTo(OK);
      assertThat(fixture.client().get("/")).isEqualTo(OK);
      assertThat(fixture.client().readAll()).startsWith("HTTP/1.1 503 ");
      first.close();
      Await.until("there is room", () -> fixture.balancer.clientConnections() < 2);
      assertThat(fixture.client().get("/")).isEqualTo(OK);
    }
  }
}
