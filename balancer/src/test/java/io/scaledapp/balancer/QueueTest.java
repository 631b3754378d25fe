package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueueTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final QueueLimits SHORT = new QueueLimits(2, Duration.ofMillis(200));

  private static Fixture empty(QueueLimits queue) {
    return new Fixture(options -> options, Tables.app(0, queue, Timeouts.DEFAULT, List.of()));
  }

  /** Answers each request when it gets a permit. */
  private static Replica permitting(Semaphore permits) {
    return permitting(permits, new CopyOnWriteArrayList<>());
  }

  /** Also tells the paths in the order in which the requests arrived. */
  private static Replica permitting(Semaphore permits, List<String> arrived) {
    return Replica.start(
        connection -> {
          for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            arrived.add(head.split(" ", 3)[1]);
            permits.acquireUninterruptibly();
            connection.write(OK);
          }
        });
  }

  @Test
  void requestHeldWhileNoReplicaIsReady() {
    try (var replica = Replica.answering(OK);
        var fixture = empty(QueueLimits.DEFAULT)) {
      var client = fixture.client().send(GET);
      Await.until("the request waits", () -> fixture.load().queued() == 1);
      assertThat(fixture.load().concurrency()).isEqualTo(1);
      fixture.balancer.apply(Tables.of(replica));
      assertThat(client.readResponse()).isEqualTo(OK);
      assertThat(fixture.load().queued()).isZero();
    }
  }

  @Test
  void bodyOfAHeldRequestArrives() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      connection.read(5).equals("hello") ? OK : "HTTP/1.1 500 Wrong\r\n\r\n");
                  connection.readHead();
                });
        var fixture = empty(QueueLimits.DEFAULT)) {
      var client =
          fixture.client().send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\nhel");
      Await.until("the request waits", () -> fixture.load().queued() == 1);
      client.send("lo");
      fixture.balancer.apply(Tables.of(replica));
      assertThat(client.readResponse()).isEqualTo(OK);
    }
  }

  @Test
  void requestWithoutEndpointIsReportedAtOnce() {
    try (var fixture =
        new Fixture(
            options -> options.withReportEvery(Duration.ofHours(1)),
            Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of()))) {
      fixture.client().send(GET);
      Await.until(
          "the report says so",
          () -> fixture.reports.stream().anyMatch(r -> r.apps().getFirst().queued() == 1));
    }
  }

  @Test
  void requestThatWaitsTooLongGets503() {
    try (var fixture = empty(SHORT)) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        assertThat(client.get("/"))
            .startsWith("HTTP/1.1 503 ")
            .containsIgnoringCase("\r\nRetry-After: ");
      }
      assertThat(fixture.load().refused()).isEqualTo(2);
      assertThat(fixture.load().queued()).isZero();
      assertThat(fixture.load().concurrency()).isZero();
    }
  }

  @Test
  void requestBeyondTheQueueGets503AtOnce() {
    try (var fixture = empty(new QueueLimits(2, Duration.ofMinutes(1)))) {
      fixture.client().send(GET);
      fixture.client().send(GET);
      Await.until("both wait", () -> fixture.load().queued() == 2);
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 503 ");
      assertThat(fixture.load().refused()).isEqualTo(1);
    }
  }

  @Test
  void clientThatGoesAwayLeavesTheQueue() {
    try (var fixture = empty(QueueLimits.DEFAULT)) {
      var client = fixture.client().send(GET);
      Await.until("the request waits", () -> fixture.load().queued() == 1);
      client.close();
      Await.until("the request is over", () -> fixture.load().concurrency() == 0);
      assertThat(fixture.load().queued()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void requestsBeyondTheReplicasLimitWaitInOrder(int eventLoops) throws InterruptedException {
    int slots = 2;
    int count = 8;
    var permits = new Semaphore(0);
    var arrived = new CopyOnWriteArrayList<String>();
    try (var replica = permitting(permits, arrived);
        var fixture =
            new Fixture(
                options -> options.withEventLoops(eventLoops),
                Tables.app(
                    slots, QueueLimits.DEFAULT, Timeouts.DEFAULT, Tables.endpoints(replica)))) {
      for (int i = 0; i < count; i++) {
        int number = i;
        fixture.client().send("GET /" + number + " HTTP/1.1\r\nHost: app\r\n\r\n");
        Await.until("it counts", () -> fixture.load().concurrency() == number + 1);
        if (number < slots) {
          Await.until("it is at the replica", () -> arrived.size() == number + 1);
        }
      }
      Await.until("the rest waits", () -> fixture.load().queued() == count - slots);
      assertThat(fixture.load().endpoints().getFirst().concurrency()).isEqualTo(slots);
      // Whichever of those at the replica is answered, the one that waits longest takes its place.
      for (int answered = 1; answered <= count; answered++) {
        int present = Math.min(count, slots + answered);
        permits.release();
        Await.until("the next one is at the replica", () -> arrived.size() == present);
        assertThat(fixture.load().queued()).isEqualTo(count - present);
      }
      assertThat(arrived)
          .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(i -> "/" + i).toList());
      Await.until("all are answered", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void drainingEndpointTakesNoNewRequest() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      assertThat(client.get("/")).isEqualTo(OK);
      fixture.balancer.apply(
          Tables.of(
              Tables.app(
                  0,
                  SHORT,
                  Timeouts.DEFAULT,
                  List.of(Tables.endpoint(replica.port(), Endpoint.State.DRAINING)))));
      assertThat(client.get("/")).startsWith("HTTP/1.1 503 ");
      assertThat(replica.heads).hasSize(1);
    }
  }

  @Test
  void requestOfAnAppThatIsGoneIsAnswered() {
    try (var fixture = empty(QueueLimits.DEFAULT)) {
      var client = fixture.client().send(GET);
      Await.until("the request waits", () -> fixture.load().queued() == 1);
      fixture.balancer.apply(Tables.of(new AppRoute[0]));
      assertThat(client.readResponse()).startsWith("HTTP/1.1 503 ");
      assertThat(client.get("/")).startsWith("HTTP/1.1 404 ");
    }
  }
}
