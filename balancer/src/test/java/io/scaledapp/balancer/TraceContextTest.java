package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.trace.TracingOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of traceparent and tracestate on the way to a replica. */
class TraceContextTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?im)^traceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})\r?$");

  /** Nothing listens there. */
  private static final TracingOptions TRACING =
      TracingOptions.to(URI.create("http://127.0.0.1:1")).withSampling(0, 0);

  private static UnaryOperator<BalancerOptions> tracing(TracingOptions tracing) {
    return options -> options.withTracing(Optional.of(tracing));
  }

  /** The head that a replica gets for GET with these lines. */
  private static String head(UnaryOperator<BalancerOptions> options, String... lines) {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(options, Tables.app(replica))) {
      var request = "GET /a HTTP/1.1\r\nHost: app\r\n" + lines(lines) + "\r\n";
      assertThat(fixture.client().send(request).readResponse()).isEqualTo(OK);
      return replica.heads.getFirst();
    }
  }

  private static String lines(String... lines) {
    return lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
  }

  /** Trace, span and flags of the only traceparent. */
  private static List<String> traceparent(String head) {
    var found = TRACEPARENT.matcher(head).results().toList();
    assertThat(found).as(head).hasSize(1);
    var only = found.getFirst();
    return List.of(only.group(1), only.group(2), only.group(3));
  }

  @Test
  void bothFieldsPassUntouchedWithoutTracing() {
    assertThat(head(options -> options, "traceparent: what", "TraceState: a=b", "tracestate: c"))
        .contains("\r\ntraceparent: what\r\nTraceState: a=b\r\ntracestate: c\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "02"})
  void traceIsContinuedUnderTheBalancersSpan(String flags) {
    var head =
        head(
            tracing(TRACING),
            "TraceParent: 00-" + ID + "-" + PARENT + "-" + flags,
            "tracestate: a=b",
            "Tracestate: c=d");
    assertThat(traceparent(head)).element(0).isEqualTo(ID);
    assertThat(traceparent(head)).element(1).isNotEqualTo(PARENT);
    assertThat(traceparent(head)).element(2).isEqualTo(flags);
    assertThat(head).contains("\r\ntracestate: a=b\r\nTracestate: c=d\r\n");
  }

  @Test
  void traceOfALaterVersionIsContinuedInThisOne() {
    var head = head(tracing(TRACING), "traceparent: 42-" + ID + "-" + PARENT + "-fe-more");
    assertThat(traceparent(head)).element(0).isEqualTo(ID);
    assertThat(traceparent(head)).element(2).isEqualTo("02");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "traceparent: 00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "traceparent:",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n"
            + "Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      })
  void invalidTraceIsReplacedAndItsStateDropped(String lines) {
    var head = head(tracing(TRACING), lines, "tracestate: a=b", "x-other: c");
    assertThat(traceparent(head)).element(0).isNotEqualTo(ID);
    assertThat(traceparent(head)).element(2).isEqualTo("02");
    assertThat(head).doesNotContainIgnoringCase("tracestate").contains("\r\nx-other: c\r\n");
  }

  @Test
  void requestWithoutTraceBeginsOneOfItsOwn() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(tracing(TRACING), Tables.app(replica))) {
      var client = fixture.client();
      client.get("/");
      client.get("/");
      assertThat(replica.heads.stream().map(head -> traceparent(head).getFirst()).distinct())
          .hasSize(2);
    }
  }

  @Test
  void upgradeKeepsItsLines() {
    var head = head(tracing(TRACING), "Connection: upgrade", "Upgrade: websocket", "TE: trailers");
    assertThat(head).contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
    assertThat(traceparent(head)).element(2).isEqualTo("02");
  }

  @Test
  void clientsSamplingIsTakenBackBeyondItsRate() {
    var sent = "traceparent: 00-" + ID + "-" + PARENT + "-03";
    assertThat(traceparent(head(tracing(TRACING), sent))).element(2).isEqualTo("02");
    assertThat(traceparent(head(tracing(TRACING.withSampling(0, 1)), sent)))
        .element(2)
        .isEqualTo("03");
  }

  @Test
  void trustedProxysSamplingStays() {
    var sent = "traceparent: 00-" + ID + "-" + PARENT + "-01";
    UnaryOperator<BalancerOptions> trusting =
        options -> options.withTrustedProxies(List.of("127.0.0.1"));
    assertThat(traceparent(head(o -> tracing(TRACING).apply(trusting.apply(o)), sent)))
        .element(2)
        .isEqualTo("01");
  }

  @Test
  void traceIsContinuedOverHttp2OnBothSides() throws Exception {
    BlockingQueue<List<String>> fields = new LinkedBlockingQueue<>();
    try (var replica =
            Replica.start(
                connection -> {
                  try (var peer = FramePeer.replica(connection)) {
                    int stream = peer.request();
                    fields.add(peer.got(stream).fields.getFirst());
                    peer.answer(stream, "200", "hi");
                    peer.readUntil(FramePeer.HEADERS);
                  }
                });
        var fixture = new Fixture(tracing(TRACING), http2(replica));
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(
          1,
          true,
          "GET",
          "/",
          "traceparent",
          "00-" + ID + "-" + PARENT + "-02",
          "tracestate",
          "a=b");
      assertThat(client.response(1).body()).isEqualTo("hi");
      var got = fields.poll(10, TimeUnit.SECONDS);
      assertThat(got).contains("tracestate: a=b");
      assertThat(traceparent(String.join("\n", got))).element(0).isEqualTo(ID);
    }
  }

  private static AppRoute http2(Replica replica) {
    return Tables.app(replica).withProtocol(Protocol.HTTP2);
  }
}
