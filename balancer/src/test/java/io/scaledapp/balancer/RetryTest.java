package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String POST = "POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 2\r\n\r\nhi";
  private static final String PUT = POST.replace("POST", "PUT");

  /** Reads a request's head, then resets. */
  private static Replica dyingAfterHead() {
    return Replica.start(
        connection -> {
          connection.readHead();
          connection.reset();
        });
  }

  private static Replica answeringBodies() {
    return Replica.start(
        connection -> {
          for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            String body = head.contains("Content-Length: 2") ? connection.read(2) : "--";
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
          }
        });
  }

  private static Endpoint refusing() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Tables.endpoint(server.getLocalPort(), Endpoint.State.READY);
    }
  }

  private static Fixture fixture(Endpoint... endpoints) {
    return new Fixture(
        options -> options,
        Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(endpoints)));
  }

  @Test
  void anyRequestThatReachedNoReplicaGoesToAnother() throws IOException {
    try (var good = answeringBodies();
        var fixture = fixture(refusing(), Tables.endpoint(good))) {
      var client = fixture.client();
      for (int i = 0; i < 10; i++) {
        assertThat(client.send(POST).readResponse()).endsWith("\r\n\r\nhi");
      }
      assertThat(fixture.load().requests()).isEqualTo(10);
    }
  }

  @Test
  void idempotentRequestWithoutAnswerGoesToAnother() {
    try (var bad = dyingAfterHead();
        var good = answeringBodies();
        var fixture = new Fixture(bad, good)) {
      var client = fixture.client();
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/")).endsWith("\r\n\r\n--");
        assertThat(client.send(PUT).readResponse()).endsWith("\r\n\r\nhi");
      }
    }
  }

  @Test
  void requestWhoseResponseHeadIsCutGoesToAnother() {
    try (var bad =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Le");
                });
        var good = answeringBodies();
        var fixture = new Fixture(bad, good)) {
      var client = fixture.client();
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/")).endsWith("\r\n\r\n--");
      }
    }
  }

  @Test
  void postThatAReplicaGotIsNotSentTwice() {
    var seen = new AtomicInteger();
    try (var bad =
            Replica.start(
                connection -> {
                  connection.readHead();
                  seen.incrementAndGet();
                  connection.reset();
                });
        var fixture = new Fixture(bad)) {
      assertThat(fixture.client().send(POST).readResponse()).startsWith("HTTP/1.1 502 ");
      assertThat(seen).hasValue(1);
    }
  }

  @Test
  void onlyEndpointIsTriedTwice() {
    try (var once =
            Replica.start(
                connection -> {
                  connection.readHead();
                  if (connection.number == 1) {
                    connection.reset();
                  } else {
                    connection.write(OK);
                    connection.readHead();
                  }
                });
        var fixture = new Fixture(once)) {
      assertThat(fixture.client().get("/")).isEqualTo(OK);
    }
  }

  @Test
  void secondFailureIs502() throws IOException {
    try (var fixture = fixture(refusing(), refusing())) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 502 ");
      assertThat(fixture.load().concurrency()).isZero();
    }
  }

  @Test
  void largeBodyIsNotSentTwice() {
    String body = "x".repeat(100_000);
    String put = "PUT / HTTP/1.1\r\nHost: app\r\nContent-Length: 100000\r\n\r\n" + body;
    try (var bad =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.read(90_000);
                  connection.reset();
                });
        var fixture = new Fixture(bad)) {
      assertThat(fixture.client().send(put).readResponse()).startsWith("HTTP/1.1 502 ");
      assertThat(bad.accepted).hasValue(1);
    }
  }

  private static AppRoute retrying(RetryPolicy retries, Replica... replicas) {
    return Tables.app(replicas)
        .with(AppRoute.Policy.ROUND_ROBIN, TrafficPolicy.DEFAULT.withRetries(retries));
  }

  @Test
  void requestIsTriedAsOftenAsTheAppSays() {
    var policy = new RetryPolicy(3, 20, 10, Duration.ZERO);
    try (var bad1 = dyingAfterHead();
        var bad2 = dyingAfterHead();
        var fixture = new Fixture(options -> options, retrying(policy, bad1, bad2))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 502 ");
      // Never two in a row on the same one, since there is another.
      assertThat(bad1.accepted).hasValue(2);
      assertThat(bad2.accepted).hasValue(2);
    }
  }

  @Test
  void requestIsNotTriedAgainIfTheAppSaysSo() {
    var policy = new RetryPolicy(0, 20, 10, Duration.ZERO);
    try (var bad = dyingAfterHead();
        var good = answeringBodies();
        var fixture = new Fixture(options -> options, retrying(policy, bad, good))) {
      var client = fixture.client();
      assertThat(List.of(client.get("/").substring(0, 13), client.get("/").substring(0, 13)))
          .containsExactlyInAnyOrder("HTTP/1.1 502 ", "HTTP/1.1 200 ");
    }
  }

  @Test
  void requestsBeyondTheBudgetAreNotTriedAgain() {
    var policy = new RetryPolicy(1, 0, 1, Duration.ZERO);
    try (var bad = dyingAfterHead();
        var fixture = new Fixture(options -> options, retrying(policy, bad))) {
      var client = fixture.client();
      for (int i = 0; i < 15; i++) {
        assertThat(client.get("/")).startsWith("HTTP/1.1 502 ");
      }
      // Ten retries in ten seconds.
      assertThat(bad.accepted).hasValue(25);
    }
  }

  @Test
  void tryThatTakesTooLongIsGivenUpForAnother() {
    var policy = new RetryPolicy(1, 20, 10, Duration.ofMillis(200));
    try (var silent = Replica.start(connection -> connection.read(1_000));
        var good = answeringBodies();
        var fixture = new Fixture(options -> options, retrying(policy, silent, good))) {
      var client = fixture.client();
      assertThat(client.get("/")).endsWith("\r\n\r\n--");
      assertThat(client.get("/")).endsWith("\r\n\r\n--");
      assertThat(silent.accepted).hasValue(1);
    }
  }

  @Test
  void clientThatSendsSlowlyIsNotHeldToTheTimeOfATry() throws InterruptedException {
    var policy = new RetryPolicy(1, 20, 10, Duration.ofMillis(50));
    try (var good = answeringBodies();
        var fixture = new Fixture(options -> options, retrying(policy, good))) {
      var client = fixture.client();
      client.send(PUT.substring(0, PUT.length() - 1));
      Await.until("it is at the replica", () -> good.accepted.get() == 1);
      Thread.sleep(Duration.ofMillis(300));
      assertThat(client.send("i").readResponse()).endsWith("\r\n\r\nhi");
    }
  }

  @Test
  void postWhoseTryTakesTooLongIs504() {
    var policy = new RetryPolicy(1, 20, 10, Duration.ofMillis(200));
    try (var silent = Replica.start(connection -> connection.read(1_000));
        var fixture = new Fixture(options -> options, retrying(policy, silent))) {
      assertThat(fixture.client().send(POST).readResponse()).startsWith("HTTP/1.1 504 ");
      assertThat(silent.accepted).hasValue(1);
    }
  }

  @Test
  void closedIdleConnectionIsNoFailure() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(OK);
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 50; i++) {
        assertThat(client.get("/")).isEqualTo(OK);
      }
    }
  }

  @Test
  void killedReplicaFailsNoIdempotentRequest() throws InterruptedException {
    var stop = new AtomicBoolean();
    var failures = new AtomicInteger();
    var answered = new AtomicInteger();
    try (var first = Replica.answering(OK);
        var second = Replica.answering(OK);
        var fixture = new Fixture(first, second)) {
      var load = new ArrayList<Thread>();
      for (int i = 0; i < 8; i++) {
        var client = fixture.client();
        load.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      while (!stop.get()) {
                        failures.addAndGet(client.get("/").equals(OK) ? 0 : 1);
                        answered.incrementAndGet();
                      }
                    }));
      }
      Await.until("load runs", () -> answered.get() > 1000);
      first.kill();
      int before = answered.get();
      Await.until("load goes on", () -> answered.get() > before + 1000);
      stop.set(true);
      for (var thread : load) {
        thread.join();
      }
      assertThat(failures).hasValue(0);
    }
  }
}
