package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.accesslog.AccessLogOptions;
import io.scaledapp.balancer.accesslog.AccessLogOptions.Format;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the access log says of requests that a balancer serves and refuses. */
class AccessLoggingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Path file;

  AccessLoggingTest(@TempDir Path folder) {
    file = folder.resolve("access.log");
  }

  private BalancerOptions logged(BalancerOptions options) {
    return options.withAccessLog(
        Optional.of(new AccessLogOptions(Format.JSON, Optional.of(file), false)));
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() {
    Await.until("a line is written", () -> !lines().isEmpty());
    return lines().getFirst();
  }

  private static AppRoute empty(QueueLimits queue) {
    return Tables.app(0, queue, Timeouts.DEFAULT, List.of());
  }

  @Test
  void answerOfAReplicaIsLoggedWithItsWay() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(this::logged, Tables.app(replica));
        var client = fixture.client()) {
      client
          .send(
              "GET /a?token=secret HTTP/1.1\r\nHost: app\r\nUser-Agent: \"agent\"\r\n"
                  + "Referer: http://before/\r\nAuthorization: secret\r\n\r\n")
          .readResponse();
      assertThat(line())
          .startsWith("{\"time\":\"20")
          .contains(
              "\"client\":\"127.0.0.1\",\"method\":\"GET\",\"host\":\"app\",\"path\":\"/a\","
                  + "\"protocol\":\"HTTP/1.1\",\"userAgent\":\"\\\"agent\\\"\","
                  + "\"referer\":\"http://before/\",\"status\":200,\"bytesIn\":0,\"bytesOut\":2,")
          .contains("\"app\":\"default/app\",\"replica\":\"replica-" + replica.port() + "\"")
          .contains("\"durationSeconds\":", "\"firstByteSeconds\":", "\"queueSeconds\":0.000000")
          .endsWith("\"retries\":0}")
          .doesNotContain("secret");
    }
  }

  @Test
  void bodiesAreCountedBothWays() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.read(5);
                  connection.write(OK);
                  connection.readHead();
                });
        var fixture = new Fixture(this::logged, Tables.app(replica));
        var client = fixture.client()) {
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\nhello").readResponse();
      assertThat(line()).contains("\"bytesIn\":5,\"bytesOut\":2,");
    }
  }

  @Test
  void bytesOfACompressedBodyAreThoseThatTheClientGets() {
    String text = "all work and no play ".repeat(500);
    try (var replica =
            Replica.answering(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                    + text.length()
                    + "\r\n\r\n"
                    + text);
        var fixture = new Fixture(this::logged, compressed(Tables.app(replica)));
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "GET", "/", "accept-encoding", "gzip");
      int got = client.response(1).bytes.size();
      assertThat(got).isBetween(1, text.length() / 2);
      assertThat(line()).contains("\"bytesOut\":" + got + ",");
    }
  }

  @Test
  void lineTellsHowTheRequestFaredInItsAppsCache() {
    var ok = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello";
    try (var replica = Replica.answering(ok);
        var fixture = new Fixture(this::logged, cached(Tables.app(replica)))) {
      fixture.client().get("/");
      fixture.client().get("/");
      Await.until("both are written", () -> lines().size() == 2);
      assertThat(lines().getFirst()).contains("\"cache\":\"miss\"", "\"replica\":");
      assertThat(lines().getLast())
          .contains("\"cache\":\"hit\"", "\"status\":200", "\"bytesOut\":5,", "default/app")
          .doesNotContain("\"replica\":");
    }
  }

  private static AppRoute cached(AppRoute app) {
    return app.with(app.policy(), TrafficPolicy.DEFAULT.withCache(CachePolicy.DEFAULT));
  }

  private static AppRoute compressed(AppRoute app) {
    return app.with(app.policy(), TrafficPolicy.DEFAULT.withCompression(CompressionPolicy.DEFAULT));
  }

  @Test
  void streamThatTheBalancerBreaksOffHasTheReasonThatIsCounted() {
    try (var fixture = new Fixture(this::logged, empty(QueueLimits.DEFAULT));
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, false, "POST", "/", "content-length", "3").data(1, false, "abcd");
      assertThat(client.response(1).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
      assertThat(line()).contains("\"status\":400", "\"reason\":\"malformed_request\"");
    }
  }

  @Test
  void streamsOfAConnectionThatTheBalancerBreaksOffHaveTheReasonThatIsCounted() {
    try (var fixture = new Fixture(this::logged, empty(QueueLimits.DEFAULT));
        var client = new FramePeer(fixture.balancer.port())) {
      client.get(1).get(3).settle();
      // DATA that is of no stream (RFC 9113 section 6.1).
      client.data(0, false, "abcd").readUntil(FramePeer.GOAWAY);
      Await.until("all are written", () -> lines().size() == 2);
      assertThat(lines())
          .allMatch(line -> line.contains("\"status\":400"))
          .allMatch(line -> line.contains("\"reason\":\"http2_error\""));
    }
  }

  @Test
  void requestWithTrailersThatAreTooLargeIsLoggedOnce() {
    try (var fixture = new Fixture(this::logged, empty(QueueLimits.DEFAULT));
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, false, "POST", "/").data(1, false, "abcd");
      client.headers(1, true, "x", "a".repeat(21_000)).response(1);
      client.get(3).send(FramePeer.RST_STREAM, 3, FramePeer.CANCEL).settle();
      Await.until("both are written", () -> lines().size() >= 2);
      assertThat(lines()).hasSize(2);
      assertThat(lines().getFirst())
          .contains("\"method\":\"POST\"", "\"status\":431", "\"request_head_too_large\"");
      assertThat(lines().getLast()).contains("\"reason\":\"client_gone\"");
    }
  }

  @Test
  void http2StreamsAreLogged() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(this::logged, Tables.app(replica));
        var client = new FramePeer(fixture.balancer.port())) {
      client.get(1).response(1);
      client.request(3, true, "GET", "/a/../b").response(3);
      client.headers(5, true, ":method", "GET").response(5);
      Await.until("all are written", () -> lines().size() == 3);
      assertThat(lines().getFirst()).contains("\"protocol\":\"HTTP/2\"", "\"status\":200");
      assertThat(lines().subList(1, 3))
          .allMatch(line -> line.contains("\"protocol\":\"HTTP/2\""))
          .allMatch(line -> line.contains("\"reason\":\"malformed_request\""));
    }
  }

  @Test
  void refusedRequestsAreLoggedWithTheirReason() {
    try (var fixture = new Fixture(this::logged, new AppRoute[0])) {
      fixture.client().get("/");
      fixture.client().send("GET / HTTP/1.1\r\nX Y: 1\r\n\r\n").readAll();
      fixture.client().send("GET  / HTTP/1.1\r\n\r\n").readAll();
      Await.until("all are written", () -> lines().size() == 3);
      assertThat(lines().get(0)).contains("\"status\":404", "\"reason\":\"no_app\"", "\"/\"");
      assertThat(lines().get(1)).contains("\"status\":400", "\"malformed_request\"", "\"/\"");
      assertThat(lines().get(2)).contains("\"status\":400").doesNotContain("\"method\"");
    }
  }

  @Test
  void waitInTheQueueIsTold() {
    var queue = new QueueLimits(1, Duration.ofMillis(150));
    try (var fixture = new Fixture(this::logged, empty(queue))) {
      fixture.client().get("/");
      assertThat(line())
          .contains("\"status\":503", "\"reason\":\"queue_timeout\"")
          .containsPattern("\"queueSeconds\":0\\.[1-9]");
    }
  }

  @Test
  void clientThatWentIsLogged() {
    try (var fixture = new Fixture(this::logged, empty(QueueLimits.DEFAULT))) {
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      Await.until("the request waits", () -> fixture.load().queued() == 1);
      client.close();
      assertThat(line()).contains("\"status\":499", "\"reason\":\"client_gone\"");
    }
  }

  @Test
  void tunnelIsLoggedWhenItEnds() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                          + "Upgrade: echo\r\n\r\n");
                  connection.write(connection.read(5) + "!");
                });
        var fixture = new Fixture(this::logged, Tables.app(replica));
        var client = fixture.client()) {
      client.send("GET / HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
      client.readHead();
      assertThat(lines()).isEmpty();
      assertThat(client.send("hello").read(6)).isEqualTo("hello!");
      client.close();
      assertThat(line()).contains("\"status\":101,\"bytesIn\":5,\"bytesOut\":6,");
    }
  }

  @Test
  void logComesAndGoesWhileAConnectionStays() throws IOException {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(options -> options, Tables.app(replica));
        var client = fixture.client()) {
      var plain = BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0);
      assertThat(client.get("/before")).isEqualTo(OK);
      fixture.balancer.reconfigure(logged(plain), GRACE);
      assertThat(client.get("/logged")).isEqualTo(OK);
      assertThat(line()).contains("\"/logged\"");
      fixture.balancer.reconfigure(plain, GRACE);
      assertThat(client.get("/after")).isEqualTo(OK);
    }
    assertThat(lines()).hasSize(1);
  }

  @Test
  void fileThatCannotBeWrittenLeavesAllAsItWas(@TempDir Path folder) throws IOException {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(this::logged, Tables.app(replica));
        var client = fixture.client()) {
      var bad = new AccessLogOptions(Format.JSON, Optional.of(folder.resolve("no/log")), false);
      var options = BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0);
      assertThatThrownBy(
              () -> fixture.balancer.reconfigure(options.withAccessLog(Optional.of(bad)), GRACE))
          .hasMessageContaining("no/log: its folder is not there");
      assertThat(client.get("/still")).isEqualTo(OK);
      assertThat(line()).contains("\"/still\"");
    }
  }
}
