package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients get of an app with a circuit breaker, and what is left when requests are over. */
@ExtendWith(LeakCheck.class)
class CircuitBreakerTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String ERROR = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n\r\n";
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Timeouts IMPATIENT = new Timeouts(SHORT, SHORT, SHORT, SHORT);

  private static AppRoute app(CircuitBreakerPolicy policy, AppRoute app) {
    var traffic =
        TrafficPolicy.DEFAULT
            .withRetries(new RetryPolicy(0, 0, 0, Duration.ZERO))
            .withOutlierDetection(new OutlierDetection(0, false, LONG, LONG, 0))
            .withCircuitBreaker(policy);
    return app.with(app.policy(), traffic);
  }

  private static Fixture fixture(CircuitBreakerPolicy policy, AppRoute app) {
    return new Fixture(options -> options, app(policy, app));
  }

  /** Opens with the third of three failures. */
  private static CircuitBreakerPolicy opening(Duration openFor, int trials) {
    return new CircuitBreakerPolicy(100, 3, LONG, openFor, trials, true, 0, 0);
  }

  private static CircuitBreakerPolicy atMost(int requests, int retries) {
    return new CircuitBreakerPolicy(0, 1, LONG, LONG, 1, true, requests, retries);
  }

  private static AppRoute impatient(QueueLimits queue, Endpoint... endpoints) {
    return Tables.app(0, queue, IMPATIENT, List.of(endpoints));
  }

  private static void expectOpen(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("\r\nRetry-After: 3600\r\n")
        .contains("error=destination_unavailable; details=\"circuit_open\"");
  }

  @Test
  void appWhoseAnswersAreErrorsIsAskedNoMore() {
    try (var replica = Replica.answering(ERROR);
        var fixture = fixture(opening(LONG, 1), Tables.app(replica))) {
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/")).isEqualTo(ERROR);
      }
      for (int i = 0; i < 3; i++) {
        expectOpen(client.get("/"));
      }
      assertThat(replica.heads).hasSize(3);
      assertThat(fixture.load().requests()).isEqualTo(3);
    }
  }

  @Test
  void errorsAreNoFailuresIfSoIsSaid() {
    var policy = new CircuitBreakerPolicy(1, 1, LONG, LONG, 1, false, 0, 0);
    try (var replica = Replica.answering(ERROR);
        var fixture = fixture(policy, Tables.app(replica))) {
      var client = fixture.client();
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("/")).isEqualTo(ERROR);
      }
    }
  }

  @Test
  void appThatCannotBeReachedIsTriedNoMore() {
    var nobody = Tables.endpoint(Ports.free(), Endpoint.State.READY);
    try (var fixture = fixture(opening(LONG, 1), impatient(QueueLimits.DEFAULT, nobody))) {
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/")).startsWith("HTTP/1.1 502 ");
      }
      expectOpen(client.get("/"));
    }
  }

  @Test
  void appThatDoesNotAnswerInTimeIsWaitedForNoMore() {
    try (var silent = Replica.start(connection -> connection.in.readAllBytes());
        var fixture =
            fixture(opening(LONG, 1), impatient(QueueLimits.DEFAULT, Tables.endpoint(silent)))) {
      var clients = List.of(fixture.client(), fixture.client(), fixture.client());
      clients.forEach(client -> client.send(GET));
      clients.forEach(client -> assertThat(client.readResponse()).startsWith("HTTP/1.1 504 "));
      expectOpen(fixture.client().get("/"));
    }
  }

  @Test
  void requestThatARetrySavedIsNoFailure() {
    try (var bad =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.reset();
                });
        var good = Replica.answering(OK)) {
      var policy = new CircuitBreakerPolicy(1, 1, LONG, LONG, 1, true, 0, 0);
      var app = app(policy, Tables.app(bad, good));
      var traffic = app.traffic().withRetries(RetryPolicy.DEFAULT);
      try (var fixture = new Fixture(options -> options, app.with(app.policy(), traffic))) {
        var client = fixture.client();
        for (int i = 0; i < 6; i++) {
          assertThat(client.get("/")).isEqualTo(OK);
        }
        assertThat(bad.accepted).hasPositiveValue();
      }
    }
  }

  @Test
  void whatTheBalancerRefusesByItselfIsNoFailure() {
    var policy = new CircuitBreakerPolicy(1, 1, LONG, LONG, 1, true, 0, 0);
    try (var fixture = fixture(policy, impatient(new QueueLimits(0, SHORT)))) {
      var client = fixture.client();
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("/")).contains("details=\"queue_full\"");
      }
    }
  }

  @Test
  void appThatWorksAgainIsAskedAgain() {
    var works = new AtomicBoolean();
    try (var replica =
            Replica.start(
                connection -> {
                  while (!connection.readHead().isEmpty()) {
                    connection.write(works.get() ? OK : ERROR);
                  }
                });
        var fixture = fixture(opening(SHORT, 2), Tables.app(replica))) {
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        client.get("/");
      }
      Await.until("a request tries and fails", () -> client.get("/").equals(ERROR));
      works.set(true);
      Await.until("a request tries and succeeds", () -> client.get("/").equals(OK));
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("/")).isEqualTo(OK);
      }
    }
  }

  @Test
  void http2OnBothSidesIsToldTheSame() {
    try (var replica = http2("500", "grpc-status", "0");
        var fixture = fixture(opening(LONG, 1), Tables.app(replica).withProtocol(Protocol.HTTP2));
        var client = new FramePeer(fixture.balancer.port())) {
      for (int stream = 1; stream <= 5; stream += 2) {
        assertThat(client.get(stream).response(stream).status()).isEqualTo(":status: 500");
      }
      assertThat(client.get(7).response(7).fields.getFirst())
          .contains(
              ":status: 503",
              "retry-after: 3600",
              "proxy-status: scaledapp; error=destination_unavailable; details=\"circuit_open\"");
    }
  }

  @Test
  void grpcStatusOfTheServersFaultIsAFailure() {
    try (var replica = http2("200", "grpc-status", "14");
        var fixture = fixture(opening(LONG, 1), Tables.app(replica).withProtocol(Protocol.HTTP2));
        var client = new FramePeer(fixture.balancer.port())) {
      for (int stream = 1; stream <= 5; stream += 2) {
        assertThat(call(client, stream)).doesNotContain("circuit_open");
      }
      assertThat(call(client, 7)).contains("grpc-status: 14", "circuit_open");
    }
  }

  @Test
  void grpcStatusOfTheClientsFaultIsNone() {
    var policy = new CircuitBreakerPolicy(1, 1, LONG, LONG, 1, true, 0, 0);
    try (var replica = http2("200", "grpc-status", "3");
        var fixture = fixture(policy, Tables.app(replica).withProtocol(Protocol.HTTP2));
        var client = new FramePeer(fixture.balancer.port())) {
      for (int stream = 1; stream <= 7; stream += 2) {
        assertThat(call(client, stream)).doesNotContain("circuit_open");
      }
    }
  }

  private static String call(FramePeer client, int stream) {
    client.request(stream, true, "POST", "/s/M", "content-type", "application/grpc");
    return client.response(stream).fields.toString();
  }

  /** Answers each request with these fields alone. */
  private static Replica http2(String status, String name, String value) {
    return Replica.start(
        connection -> {
          try (var peer = FramePeer.replica(connection)) {
            while (true) {
              peer.headers(peer.request(), true, ":status", status, name, value);
            }
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  @Test
  void oneMoreRequestThanMayBeInFlightIsRefusedAtOnce() {
    try (var silent = Replica.start(connection -> connection.in.readAllBytes());
        var fixture = fixture(atMost(1, 0), Tables.app(silent))) {
      fixture.client().send(GET);
      Await.until("it is in flight", () -> silent.accepted.get() == 1);
      assertThat(fixture.client().get("/"))
          .startsWith("HTTP/1.1 503 ")
          .contains("\r\nRetry-After: 1\r\n")
          .contains("error=connection_limit_reached; details=\"too_many_in_flight\"");
    }
  }

  /** The ways in which a request ends, by the beginning of its path, and none may be left over. */
  enum Ending {
    ANSWERED,
    CLIENT_LEAVES_BEFORE_THE_ANSWER,
    CLIENT_LEAVES_WITHIN_ITS_BODY,
    CLIENT_LEAVES_WITHIN_THE_ANSWER,
    CLIENT_LEAVES_WITHIN_A_TUNNEL,
    REPLICA_RESETS,
    REPLICA_RESETS_WITHIN_THE_ANSWER,
    REPLICA_SENDS_NONSENSE,
    REPLICA_IS_SILENT,
    CLIENT_IS_SILENT_WITHIN_ITS_BODY;

    String request() {
      return switch (this) {
        case CLIENT_LEAVES_WITHIN_ITS_BODY, CLIENT_IS_SILENT_WITHIN_ITS_BODY ->
            "POST /" + this + " HTTP/1.1\r\nHost: app\r\nContent-Length: 9\r\n\r\nx";
        case CLIENT_LEAVES_WITHIN_A_TUNNEL ->
            "GET /"
                + this
                + " HTTP/1.1\r\nHost: app\r\nConnection: upgrade\r\nUpgrade: test\r\n\r\n";
        default -> "GET /" + this + " HTTP/1.1\r\nHost: app\r\n\r\n";
      };
    }

    void serve(Replica.Connection connection) throws IOException {
      switch (this) {
        case ANSWERED -> connection.write(OK);
        case CLIENT_LEAVES_WITHIN_THE_ANSWER ->
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
        case CLIENT_LEAVES_WITHIN_A_TUNNEL ->
            connection.write(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: test\r\n\r\n");
        case REPLICA_RESETS -> connection.reset();
        case REPLICA_RESETS_WITHIN_THE_ANSWER -> {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
          connection.reset();
        }
        case REPLICA_SENDS_NONSENSE -> connection.write("nonsense\r\n\r\n");
        case CLIENT_LEAVES_BEFORE_THE_ANSWER,
            CLIENT_LEAVES_WITHIN_ITS_BODY,
            REPLICA_IS_SILENT,
            CLIENT_IS_SILENT_WITHIN_ITS_BODY -> {}
      }
    }

    void end(Client client) {
      switch (this) {
        case ANSWERED -> client.readResponse();
        case CLIENT_LEAVES_BEFORE_THE_ANSWER, CLIENT_LEAVES_WITHIN_ITS_BODY -> client.close();
        case CLIENT_LEAVES_WITHIN_THE_ANSWER, CLIENT_LEAVES_WITHIN_A_TUNNEL -> {
          client.readHead();
          client.close();
        }
        case REPLICA_RESETS_WITHIN_THE_ANSWER -> assertThat(client.read()).isEqualTo('H');
        case REPLICA_RESETS,
            REPLICA_SENDS_NONSENSE,
            REPLICA_IS_SILENT,
            CLIENT_IS_SILENT_WITHIN_ITS_BODY ->
            assertThat(client.readResponse()).startsWith("HTTP/1.1 ");
      }
    }
  }

  private static Replica ending(CompletableFuture<Boolean> reached) {
    return Replica.start(
        connection -> {
          for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            var path = head.substring(head.indexOf('/') + 1, head.indexOf(" HTTP"));
            Ending.valueOf(path).serve(connection);
            reached.complete(true);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void requestThatEndedIsInFlightNoMore(Ending ending) {
    var reached = new CompletableFuture<Boolean>();
    try (var replica = ending(reached);
        var fixture =
            fixture(atMost(1, 1), impatient(QueueLimits.DEFAULT, Tables.endpoint(replica)))) {
      var client = fixture.client().send(ending.request());
      assertThat(reached.join()).isTrue();
      ending.end(client);
      Await.until(
          "there is room for another",
          () -> fixture.client().send(Ending.ANSWERED.request()).readResponse().equals(OK));
    }
  }

  /** At once: the end of what a client sends alone is not the end of its request. */
  private static void vanish(Client client) {
    try {
      client.socket.setSoLinger(true, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client.close();
  }

  /** Long enough open that no further trial is due before the second request. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "CLIENT_LEAVES_BEFORE_THE_ANSWER",
        "CLIENT_LEAVES_WITHIN_ITS_BODY",
        "CLIENT_IS_SILENT_WITHIN_ITS_BODY"
      })
  void trialOfWhichTheClientIsToBlameMakesPlaceForAnother(Ending ending) {
    var open = Duration.ofSeconds(1);
    var reached = new CompletableFuture<Boolean>();
    try (var replica = ending(reached);
        var fixture =
            fixture(
                new CircuitBreakerPolicy(100, 1, LONG, open, 1, true, 0, 0),
                impatient(QueueLimits.DEFAULT, Tables.endpoint(replica)))) {
      fixture.client().send(Ending.REPLICA_RESETS.request()).readResponse();
      var clients = new ArrayList<Client>();
      Await.until(
          "one is let through",
          () -> {
            clients.add(fixture.client().send(ending.request()));
            return replica.accepted.get() == 2;
          });
      if (ending != Ending.CLIENT_IS_SILENT_WITHIN_ITS_BODY) {
        clients.forEach(CircuitBreakerTest::vanish);
      }
      Await.until(
          "another is",
          () -> fixture.client().send(Ending.ANSWERED.request()).readResponse().equals(OK));
    }
  }

  @Test
  void requestThatWaitedInTheQueueIsInFlightNoMore() {
    try (var replica = Replica.answering(OK);
        var fixture = fixture(atMost(1, 0), impatient(QueueLimits.DEFAULT))) {
      var waiting = fixture.client().send(GET);
      Await.until("it waits", () -> fixture.load().queued() == 1);
      assertThat(fixture.client().get("/")).contains("too_many_in_flight");
      waiting.close();
      Await.until("it is gone", () -> fixture.load().concurrency() == 0);
      fixture.balancer.apply(
          Tables.of(app(atMost(1, 0), impatient(QueueLimits.DEFAULT, Tables.endpoint(replica)))));
      assertThat(fixture.client().get("/")).isEqualTo(OK);
    }
  }

  @Test
  void http2StreamThatIsResetIsInFlightNoMore() {
    try (var replica = http2("200", "x", "y");
        var silent = Replica.start(connection -> connection.in.readAllBytes());
        var fixture = fixture(atMost(1, 0), Tables.app(silent));
        var client = new FramePeer(fixture.balancer.port())) {
      client.get(1).settle();
      assertThat(client.get(3).response(3).fields.toString()).contains("too_many_in_flight");
      client.send(FramePeer.RST_STREAM, 1, FramePeer.CANCEL).settle();
      fixture.balancer.apply(
          Tables.of(app(atMost(1, 0), Tables.app(replica).withProtocol(Protocol.HTTP2))));
      assertThat(client.get(5).response(5).status()).isEqualTo(":status: 200");
    }
  }
}
