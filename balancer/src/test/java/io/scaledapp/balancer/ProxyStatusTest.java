package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.exchange.Failures;
import io.scaledapp.balancer.http1.HeadLimits;
import io.scaledapp.balancer.metrics.RequestRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What clients, counters and the log are told of what the balancer answers by itself. */
class ProxyStatusTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(Failures.class);
  private static final Duration SHORT = Duration.ofMillis(200);

  /** Counts nothing but failures. */
  private static final class Failed implements RequestRecorder {
    final List<String> reasons = new CopyOnWriteArrayList<>();

    @Override
    public void record(String app, int statusClass, long nanos) {}

    @Override
    public void failed(String reason) {
      reasons.add(reason);
    }
  }

  private final Failed failed = new Failed();
  private @Nullable Balancer balancer;

  private Client start(AppRoute... apps) {
    return start(options -> options, apps);
  }

  private Client start(UnaryOperator<BalancerOptions> options, AppRoute... apps) {
    return new Client(listen(options, apps));
  }

  private int listen(UnaryOperator<BalancerOptions> options, AppRoute... apps) {
    try {
      var base = BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0).withEventLoops(1);
      var started = Balancer.start(options.apply(base), report -> {}, failed);
      balancer = started;
      started.apply(Tables.of(apps));
      return started.port();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As a program on a cluster has it. */
  @BeforeEach
  void logWhatHappens() {
    LOGGER.setLevel(Level.INFO);
  }

  @AfterEach
  void close() {
    LOGGER.setLevel(null);
    if (balancer != null) {
      balancer.close();
    }
  }

  private static AppRoute app(QueueLimits queue, Endpoint... endpoints) {
    return Tables.app(0, queue, Timeouts.DEFAULT, List.of(endpoints));
  }

  private void expect(String answer, String error, String reason) {
    assertThat(answer)
        .contains("\r\nProxy-Status: scaledapp; error=" + error + "; details=\"" + reason + "\"\r");
    assertThat(failed.reasons).containsExactly(reason);
  }

  @Test
  void noAppIsADestinationThatIsNotFound() {
    try (var client = start()) {
      expect(client.get("/"), "destination_not_found", "no_app");
    }
  }

  @Test
  void malformedRequestIsTheClientsFault() {
    try (var client = start()) {
      expect(
          client.send("GET / HTTP/1.1\r\n\r\n").readAll(),
          "http_request_error",
          "malformed_request");
    }
  }

  @Test
  void slowHeadIsTheClientsFault() {
    try (var client = start(options -> options.withTimeouts(SHORT, Duration.ofMinutes(1)))) {
      expect(client.send("GET").readAll(), "http_request_error", "request_head_timeout");
    }
  }

  @Test
  void bytesThatAreNoHttpAreCountedWithoutAnAnswer() {
    try (var client = start()) {
      assertThat(client.send("SPOILED CONNECTION PREFACE\r\n\r\n").readAll()).isEmpty();
      assertThat(failed.reasons).containsExactly("not_http");
    }
  }

  @Test
  void closedPortRefusesConnections() {
    try (var client =
        start(app(QueueLimits.DEFAULT, Tables.endpoint(Ports.free(), Endpoint.State.READY)))) {
      expect(client.get("/"), "connection_refused", "replica_connection_refused");
    }
  }

  @Test
  void replicaThatClosesTerminatesTheConnection() {
    try (var replica = Replica.start(Replica.Connection::readHead);
        var client = start(Tables.app(replica))) {
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 0\r\n\r\n");
      expect(client.readResponse(), "connection_terminated", "replica_closed");
    }
  }

  @Test
  void nonsenseOfAReplicaIsAProtocolError() {
    try (var replica = Replica.answering("nonsense\r\n\r\n");
        var client = start(Tables.app(replica))) {
      expect(client.get("/"), "http_protocol_error", "invalid_response");
    }
  }

  @Test
  void cutAnswerIsCountedThoughNothingMoreCanBeSaid() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
                });
        var client = start(Tables.app(replica))) {
      client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n").readAllOrReset();
      assertThat(failed.reasons).containsExactly("response_incomplete");
    }
  }

  @Test
  void fullQueueKeepsItsRetryAfter() {
    try (var client = start(app(new QueueLimits(0, SHORT)))) {
      String answer = client.get("/");
      assertThat(answer).contains("\r\nRetry-After: 1\r\n");
      expect(answer, "connection_limit_reached", "queue_full");
    }
  }

  @Test
  void waitWithoutEndIsAnUnavailableDestination() {
    try (var client = start(app(new QueueLimits(9, SHORT)))) {
      expect(client.get("/"), "destination_unavailable", "queue_timeout");
    }
  }

  @Test
  void connectionTooManyIsTheBalancersOwnAnswer() {
    try (var replica = Replica.answering(OK)) {
      int port = listen(options -> options.withMaxConnections(1), Tables.app(replica));
      try (var first = new Client(port);
          var second = new Client(port)) {
        first.get("/");
        expect(second.readAll(), "proxy_internal_response", "too_many_connections");
      }
    }
  }

  @Test
  void http2StreamsAreToldTheSame() {
    try (var client = new FramePeer(listen(options -> options))) {
      assertThat(client.get(1).response(1).fields.getFirst())
          .contains("proxy-status: scaledapp; error=destination_not_found; details=\"no_app\"");
      assertThat(client.request(3, true, "GET", "/a/../b").response(3).fields.getFirst().toString())
          .contains("error=http_request_error; details=\"malformed_request\"");
      assertThat(failed.reasons).containsExactly("no_app", "malformed_request");
    }
  }

  @Test
  void http2FieldsThatAreTooLargeAreToldTheSame() {
    var limits = new HeadLimits(1024, 2048, 100);
    try (var client = new FramePeer(listen(options -> options.withHeadLimits(limits)))) {
      var response = client.request(1, true, "GET", "/", "x", "y".repeat(5800)).response(1);
      assertThat(response.fields.getFirst())
          .contains(
              ":status: 431",
              "proxy-status: scaledapp; error=http_request_error;"
                  + " details=\"request_head_too_large\"");
      assertThat(failed.reasons).containsExactly("request_head_too_large");
    }
  }

  @Test
  void malformedHttp2StreamIsCounted() {
    try (var client = new FramePeer(listen(options -> options))) {
      client.headers(1, true, ":method", "GET");
      assertThat(client.response(1).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
      assertThat(failed.reasons).containsExactly("malformed_request");
    }
  }

  @Test
  void brokenHttp2ConnectionIsCountedAndLogged() {
    try (var logs = new Logs();
        var client = new FramePeer(listen(options -> options))) {
      // A WINDOW_UPDATE of the connection by nothing (RFC 9113 section 6.9).
      client.send(FramePeer.WINDOW_UPDATE, 0, 0, new byte[4]);
      assertThat(client.readUntil(FramePeer.GOAWAY).errorCode())
          .isEqualTo(FramePeer.PROTOCOL_ERROR);
      assertThat(failed.reasons).containsExactly("http2_error");
      assertThat(logs.lines())
          .anyMatch(line -> line.contains("reason=\"http2_error\"") && line.contains("127.0.0.1"));
    }
  }

  @Test
  void grpcCallIsToldInAHeaderToo() {
    try (var client = new FramePeer(listen(options -> options))) {
      var fields =
          client
              .request(1, true, "POST", "/service/Method", "content-type", "application/grpc")
              .response(1)
              .fields
              .getFirst();
      assertThat(fields)
          .contains(
              "grpc-status: 12",
              "proxy-status: scaledapp; error=destination_not_found; details=\"no_app\"");
    }
  }

  @Test
  void logTellsOnceASecondWithoutSecrets() {
    try (var logs = new Logs();
        var client = start()) {
      for (int request = 0; request < 20; request++) {
        client
            .send(
                "GET /a\"b?token=secret HTTP/1.1\r\nHost: app\r\nAuthorization: secret\r\n"
                    + "X: secret\r\n\r\n")
            .readResponse();
      }
      assertThat(failed.reasons).hasSize(20);
      var lines = logs.lines().stream().filter(line -> line.contains("was not served")).toList();
      assertThat(lines).hasSizeBetween(1, 19);
      assertThat(lines.getFirst())
          .contains("reason=\"no_app\"", "client=\"127.0.0.1\"", "status=\"404\"")
          .contains("request=\"GET /a\\x22b\"");
      assertThat(logs.lines()).noneMatch(line -> line.contains("secret"));
    }
  }
}
