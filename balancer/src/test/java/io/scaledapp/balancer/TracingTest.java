package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.trace.TracingOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real collector gets told of requests. */
class TracingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private final OtlpReceiver collector = new OtlpReceiver();
  private final Counts counts = new Counts();
  private TracingOptions tracing = TracingOptions.to(collector.endpoint()).withSampling(1, 10);

  /** What became of spans. */
  private static final class Counts implements RequestRecorder {
    private final Map<SpanLoss, Integer> lost = new EnumMap<>(SpanLoss.class);
    private int exported;

    @Override
    public void record(String app, int statusClass, long nanos) {}

    @Override
    public synchronized void spansExported(int count) {
      exported += count;
    }

    @Override
    public synchronized void spansLost(SpanLoss reason, int count) {
      lost.merge(reason, count, Integer::sum);
    }

    synchronized int exported() {
      return exported;
    }

    synchronized Map<SpanLoss, Integer> lost() {
      return Map.copyOf(lost);
    }
  }

  @AfterEach
  void close() {
    collector.close();
  }

  private Fixture fixture(AppRoute... apps) {
    return new Fixture(
        options -> options.withName("pod-1").withTracing(Optional.of(tracing)), counts, apps);
  }

  private static String traceparent(String head) {
    int at = head.indexOf("traceparent: ");
    return at < 0 ? "none" : head.substring(at + 13, head.indexOf('\r', at));
  }

  @Test
  void requestIsOneServerSpanWithAClientSpanForItsAttempt() {
    try (var replica = Replica.answering(OK)) {
      try (var fixture = fixture(Tables.app(replica))) {
        fixture
            .client()
            .send(
                "GET /shop/cart?secret=1 HTTP/1.1\r\nHost: shop.example:8443\r\n"
                    + "User-Agent: curl/8\r\ntraceparent: 00-"
                    + ID
                    + "-"
                    + PARENT
                    + "-01\r\ntracestate: vendor=1\r\n\r\n")
            .readResponse();
      }
      Span server = collector.serverSpan();
      assertThat(server.getName()).isEqualTo("GET");
      assertThat(OtlpReceiver.hex(server.getTraceId())).isEqualTo(ID);
      assertThat(OtlpReceiver.hex(server.getParentSpanId())).isEqualTo(PARENT);
      assertThat(server.getTraceState()).isEqualTo("vendor=1");
      assertThat(server.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(OtlpReceiver.attributes(server))
          .containsAllEntriesOf(
              Map.of(
                  "http.request.method", "GET",
                  "url.path", "/shop/cart",
                  "url.scheme", "http",
                  "http.response.status_code", "200",
                  "client.address", "127.0.0.1",
                  "server.address", "shop.example",
                  "server.port", "8443",
                  "network.protocol.version", "1.1",
                  "user_agent.original", "curl/8",
                  "scaledapp.app", "default/app"))
          .doesNotContainKeys("error.type", "url.query", "scaledapp.queue.wait");
      assertThat(collector.attempts(server)).hasSize(1);
      Span attempt = collector.attempts(server).getFirst();
      assertThat(OtlpReceiver.attributes(attempt))
          .containsAllEntriesOf(
              Map.of(
                  "http.request.method",
                  "GET",
                  "url.full",
                  "http://127.0.0.1:" + replica.port() + "/shop/cart",
                  "server.address",
                  "127.0.0.1",
                  "server.port",
                  Integer.toString(replica.port()),
                  "http.response.status_code",
                  "200",
                  "scaledapp.endpoint",
                  "replica-" + replica.port()))
          .doesNotContainKeys("error.type", "http.request.resend_count");
      assertThat(traceparent(replica.heads.getFirst()))
          .isEqualTo("00-" + ID + "-" + OtlpReceiver.hex(attempt.getSpanId()) + "-01");
      assertThat(collector.resources.getFirst())
          .containsEntry("service.name", "scaledapp-balancer")
          .containsEntry("service.instance.id", "pod-1");
      assertThat(counts.exported()).isEqualTo(2);
      assertThat(counts.lost()).isEmpty();
    }
  }

  @Test
  void traceThatBeginsHereIsTheOneThatTheReplicaIsTold() {
    try (var replica = Replica.answering(OK)) {
      try (var fixture = fixture(Tables.app(replica))) {
        fixture.client().get("/");
      }
      Span server = collector.serverSpan();
      Span attempt = collector.attempts(server).getFirst();
      assertThat(server.getParentSpanId().isEmpty()).isTrue();
      assertThat(traceparent(replica.heads.getFirst()))
          .isEqualTo(
              "00-"
                  + OtlpReceiver.hex(server.getTraceId())
                  + "-"
                  + OtlpReceiver.hex(attempt.getSpanId())
                  + "-03");
    }
  }

  @Test
  void attemptsOfOneRequestAreSiblingsEachWithItsOwnEnd() throws IOException {
    Endpoint refusing;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refusing = Tables.endpoint(server.getLocalPort(), Endpoint.State.READY);
    }
    var seen = new ArrayList<String>();
    try (var dying =
            Replica.start(
                connection -> {
                  seen.add(traceparent(connection.readHead()));
                  connection.reset();
                });
        var good = Replica.answering(OK)) {
      for (Endpoint bad : List.of(refusing, Tables.endpoint(dying))) {
        var endpoints = List.of(bad, Tables.endpoint(good));
        try (var fixture =
            fixture(Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints))) {
          fixture.client().get("/");
          fixture.client().get("/");
        }
      }
      var retried =
          collector.serverSpans().stream()
              .filter(span -> collector.attempts(span).size() > 1)
              .toList();
      assertThat(retried).hasSize(2);
      for (Span server : retried) {
        var attempts = collector.attempts(server);
        assertThat(server.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
        assertThat(OtlpReceiver.attributes(attempts.getFirst()))
            .hasEntrySatisfying(
                "error.type", type -> assertThat(type).isIn("unreachable", "closed"));
        assertThat(attempts.getFirst().getStatus().getCode())
            .isEqualTo(StatusCode.STATUS_CODE_ERROR);
        assertThat(OtlpReceiver.attributes(attempts.getLast()))
            .containsEntry("http.response.status_code", "200")
            .containsEntry("http.request.resend_count", Integer.toString(attempts.size() - 1));
      }
      var told = new ArrayList<>(seen);
      good.heads.forEach(head -> told.add(traceparent(head)));
      assertThat(told)
          .isSubsetOf(
              collector.serverSpans().stream()
                  .flatMap(span -> collector.attempts(span).stream())
                  .map(
                      span ->
                          "00-"
                              + OtlpReceiver.hex(span.getTraceId())
                              + "-"
                              + OtlpReceiver.hex(span.getSpanId())
                              + "-03")
                  .toList())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void failureOfTheServerIsAnErrorAndThatOfTheClientIsNone() throws IOException {
    var missing = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    var broken = "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n";
    try (var replica =
        Replica.start(
            connection -> {
              for (String head = connection.readHead();
                  !head.isEmpty();
                  head = connection.readHead()) {
                connection.write(head.startsWith("GET /missing") ? missing : broken);
              }
            })) {
      try (var fixture = fixture(Tables.app(replica))) {
        fixture.client().get("/missing");
        fixture.client().get("/broken");
      }
      Span notFound = serverSpan("/missing");
      assertThat(notFound.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(OtlpReceiver.attributes(notFound)).doesNotContainKey("error.type");
      assertThat(OtlpReceiver.attributes(collector.attempts(notFound).getFirst()))
          .containsEntry("error.type", "404");
      Span failed = serverSpan("/broken");
      assertThat(failed.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(OtlpReceiver.attributes(failed)).containsEntry("error.type", "500");
    }
  }

  private Span serverSpan(String path) {
    return collector.serverSpans().stream()
        .filter(span -> path.equals(OtlpReceiver.attributes(span).get("url.path")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void waitInTheQueueIsTold() {
    try (var fixture =
        fixture(
            Tables.app(
                0, new QueueLimits(2, Duration.ofMillis(50)), Timeouts.DEFAULT, List.of()))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 503 ");
    }
    var attributes = OtlpReceiver.attributes(collector.serverSpan());
    assertThat(attributes).containsEntry("error.type", "503");
    assertThat(Double.parseDouble(attributes.getOrDefault("scaledapp.queue.wait", "0")))
        .isBetween(0.04, 60.0);
    assertThat(collector.attempts(collector.serverSpan())).isEmpty();
  }

  @Test
  void requestThatNoAppAnswersHasASpanToo() {
    try (var fixture = fixture()) {
      assertThat(fixture.client().send("BREW / HTTP/1.1\r\nHost: a\r\n\r\n").readResponse())
          .startsWith("HTTP/1.1 404 ");
    }
    Span span = collector.serverSpan();
    assertThat(span.getName()).isEqualTo("HTTP");
    assertThat(OtlpReceiver.attributes(span))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "BREW")
        .containsEntry("http.response.status_code", "404")
        .doesNotContainKey("scaledapp.app");
  }

  @Test
  void clientThatGoesAwayIsNoErrorOfTheServer() throws IOException {
    var asked = new CountDownLatch(1);
    try (var replica =
        Replica.start(
            connection -> {
              connection.readHead();
              asked.countDown();
              connection.readHead();
            })) {
      try (var fixture = fixture(Tables.app(replica))) {
        var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
        Await.until("the replica is asked", () -> asked.getCount() == 0);
        // A reset: an end alone would leave the answer some time yet.
        client.socket.setSoLinger(true, 0);
        client.close();
        Await.until("it is noticed", () -> fixture.load().concurrency() == 0);
      }
      Span span = collector.serverSpan();
      assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(OtlpReceiver.attributes(span)).containsEntry("error.type", "client_disconnected");
    }
  }

  @Test
  void http2OnBothSidesIsTold() {
    try (var replica =
        Replica.start(
            connection -> {
              try (var peer = FramePeer.replica(connection)) {
                peer.answer(peer.request(), "200", "hi");
                peer.readUntil(FramePeer.HEADERS);
              }
            })) {
      try (var fixture = fixture(Tables.app(replica).withProtocol(Protocol.HTTP2));
          var client = new FramePeer(fixture.balancer.port())) {
        assertThat(client.get(1).response(1).body()).isEqualTo("hi");
      }
      Span server = collector.serverSpan();
      assertThat(OtlpReceiver.attributes(server)).containsEntry("network.protocol.version", "2");
      assertThat(OtlpReceiver.attributes(collector.attempts(server).getFirst()))
          .containsEntry("network.protocol.version", "2")
          .containsEntry("http.response.status_code", "200");
    }
  }

  @Test
  void headersComeFromTheirFileAndAreNeverLogged(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer one\n");
    tracing =
        new TracingOptions(
            collector.endpoint(),
            1,
            0,
            Optional.of(file),
            Optional.empty(),
            Map.of("deployment.environment.name", "test"));
    collector.status(401);
    try (var logs = new Logs();
        var replica = Replica.answering(OK)) {
      try (var fixture = fixture(Tables.app(replica))) {
        fixture.client().get("/");
        Files.writeString(file, "Authorization: Bearer two\n");
      }
      assertThat(collector.authorizations).isNotEmpty().containsOnly("Bearer two");
      assertThat(collector.resources.getFirst())
          .containsEntry("deployment.environment.name", "test");
      assertThat(counts.lost()).containsEntry(RequestRecorder.SpanLoss.EXPORT_FAILED, 2);
      assertThat(logs.lines())
          .anyMatch(line -> line.contains("spans could not be sent") && line.contains("401"))
          .noneMatch(line -> line.contains("Bearer"));
    }
  }

  @Test
  void collectorThatDoesNotAnswerHoldsNeitherRequestsNorTablesNorAnotherConfiguration()
      throws IOException {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var replica = Replica.answering(OK)) {
      tracing =
          TracingOptions.to(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
              .withSampling(1, 0);
      try (var fixture = fixture(Tables.app(replica))) {
        var client = fixture.client();
        assertThat(client.get("/")).isEqualTo(OK);
        // The former tracer tries to send what it has from here on, and nobody waits for that.
        fixture.balancer.reconfigure(
            BalancerOptions.DEFAULT
                .withAddress("127.0.0.1", 0)
                .withTracing(
                    Optional.of(TracingOptions.to(collector.endpoint()).withSampling(1, 0))),
            Duration.ZERO);
        assertThat(counts.lost()).isEmpty();
        fixture.balancer.apply(Tables.of(replica));
        assertThat(client.get("/")).isEqualTo(OK);
      }
      assertThat(collector.serverSpans()).hasSize(1);
    }
  }

  @Test
  void fileThatIsMissingLeavesAllAsItWas(@TempDir Path folder) throws IOException {
    var wanted =
        new TracingOptions(
            collector.endpoint(),
            1,
            0,
            Optional.of(folder.resolve("none")),
            Optional.empty(),
            Map.of());
    try (var replica = Replica.answering(OK)) {
      try (var fixture = fixture(Tables.app(replica))) {
        var client = fixture.client();
        assertThatThrownBy(
                () ->
                    fixture.balancer.reconfigure(
                        BalancerOptions.DEFAULT
                            .withAddress("127.0.0.1", 0)
                            .withTracing(Optional.of(wanted)),
                        Duration.ZERO))
            .hasMessageContaining("none: is not there");
        client.get("/");
      }
      assertThat(collector.serverSpans()).hasSize(1);
    }
  }
}
