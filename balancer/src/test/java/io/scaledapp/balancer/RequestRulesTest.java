package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.proxyprotocol.ProxyProtocolOptions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an app's rules do with requests before a replica is sought. */
@ExtendWith(LeakCheck.class)
class RequestRulesTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final RequestRules REDIRECT =
      new RequestRules(
          new RequestRules.HttpsRedirect(308, 443), null, null, null, null, null, null);

  private final Replica replica = Replica.answering(HI);

  @AfterEach
  void close() {
    replica.close();
  }

  private static RequestRules deny(String... ranges) {
    return new RequestRules(
        null, null, new RequestRules.Access(List.of(), List.of(ranges)), null, null, null, null);
  }

  private static RequestRules limits(long body, int head) {
    return new RequestRules(
        null, null, null, null, new RequestRules.MessageLimits(body, head), null, null);
  }

  private static RequestRules rewrite(String prefix) {
    return new RequestRules(
        null, new RequestRules.PathRewrite(prefix), null, null, null, null, null);
  }

  private static RequestRules clients(int rate, int burst, int concurrency, String header) {
    var limits = new RequestRules.ClientLimits(rate, burst, concurrency, header);
    return new RequestRules(null, null, null, limits, null, null, null);
  }

  private Fixture fixture(RequestRules rules) {
    return fixture(rules, options -> options);
  }

  private Fixture fixture(RequestRules rules, UnaryOperator<BalancerOptions> options) {
    return new Fixture(options, Tables.app(replica).withRules(rules));
  }

  private AppRoute under(String prefix, int port) {
    return new AppRoute(
        "default/app",
        List.of(),
        List.of(prefix),
        port,
        AppRoute.Policy.ROUND_ROBIN,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        Tables.endpoints(replica));
  }

  @Test
  void clientInPlainTextIsSentToHttps() {
    try (var fixture = fixture(REDIRECT)) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        var answer =
            client
                .send("GET /a%20b?c=d HTTP/1.1\r\nHost: Shop.example:8080\r\n\r\n")
                .readResponse();
        assertThat(answer)
            .startsWith("HTTP/1.1 308 Permanent Redirect\r\n")
            .contains("\r\nLocation: https://Shop.example/a%20b?c=d\r\n");
      }
      assertThat(replica.heads).isEmpty();
      assertThat(fixture.load().requests()).isZero();
    }
  }

  @Test
  void redirectNamesAnotherPortAndStatusIfTold() {
    var rules =
        new RequestRules(
            new RequestRules.HttpsRedirect(301, 8443), null, null, null, null, null, null);
    try (var fixture = fixture(rules)) {
      assertThat(fixture.client().send("HEAD // HTTP/1.1\r\nHost: [::1]:80\r\n\r\n").readHead())
          .startsWith("HTTP/1.1 301 Moved Permanently\r\n")
          .contains("\r\nLocation: https://[::1]:8443//\r\n");
      assertThat(fixture.client().send("GET / HTTP/1.0\r\n\r\n").readAll())
          .startsWith("HTTP/1.1 400 ");
      assertThat(fixture.client().send("OPTIONS * HTTP/1.1\r\nHost: app\r\n\r\n").readResponse())
          .contains("\r\nLocation: https://app:8443/\r\n");
    }
  }

  @Test
  void http2ClientInPlainTextIsSentToHttps() {
    try (var fixture = fixture(REDIRECT);
        var client = new FramePeer(fixture.balancer.port())) {
      var answer = client.request(1, false, "POST", "/x").response(1);
      assertThat(answer.fields.getFirst()).contains(":status: 308", "location: https://app/x");
    }
  }

  @Test
  void trustedProxyIsBelievedThatTheClientCameByTls() {
    try (var fixture =
        fixture(REDIRECT, options -> options.withTrustedProxies(List.of("127.0.0.0/8")))) {
      var client = fixture.client();
      assertThat(
              client
                  .send("GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-Proto: https\r\n\r\n")
                  .readResponse())
          .isEqualTo(HI);
      assertThat(
              client
                  .send(
                      "GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-Proto: http\r\n"
                          + "X-Forwarded-Host: shop.example\r\n\r\n")
                  .readResponse())
          .contains("\r\nLocation: https://shop.example/\r\n");
    }
  }

  @Test
  void strangerIsNotBelieved() {
    try (var fixture = fixture(REDIRECT)) {
      assertThat(
              fixture
                  .client()
                  .send(
                      "GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-Proto: https\r\n"
                          + "X-Forwarded-Host: evil.example\r\n\r\n")
                  .readResponse())
          .contains("\r\nLocation: https://app/\r\n");
    }
  }

  /** PP2_TYPE_SSL with its client flags, a verify of 0 and no sub-extension. */
  private static String proxyHeader(String clientFlags) {
    var addresses = "c0000207c6336401c73801bb";
    var extension = "200005" + clientFlags + "00000000";
    return new String(
        HexFormat.of()
            .parseHex("0d0a0d0a000d0a515549540a" + "2111" + "0014" + addresses + extension),
        ISO_8859_1);
  }

  @Test
  void proxyProtocolIsBelievedThatTheClientCameByTls() {
    var listener =
        ListenerOptions.plain("http", "127.0.0.1", 0)
            .withProxyProtocol(
                new ProxyProtocolOptions(List.of("127.0.0.1"), ProxyProtocolOptions.TIMEOUT));
    try (var fixture = fixture(REDIRECT, options -> options.withListeners(List.of(listener)))) {
      assertThat(fixture.client().send(proxyHeader("01")).get("/")).isEqualTo(HI);
      assertThat(replica.heads.getFirst()).contains("\r\nX-Forwarded-Proto: https\r\n");
      assertThat(fixture.client().send(proxyHeader("00")).get("/")).startsWith("HTTP/1.1 308 ");
    }
  }

  @Test
  void nobodyIsSentAwayFromTheAppsOwnPort() {
    int port = Ports.free();
    try (var fixture = new Fixture()) {
      fixture
          .balancer
          .apply(Tables.of(under("/", port).withRules(REDIRECT)))
          .toCompletableFuture()
          .join();
      try (var client = new Client(port)) {
        assertThat(client.get("/")).isEqualTo(HI);
      }
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 308 ");
    }
  }

  @Test
  void deniedClientGets403() {
    try (var fixture = fixture(deny("127.0.0.0/8"));
        var http2 = new FramePeer(fixture.balancer.port())) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 403 Forbidden\r\n");
      assertThat(http2.get(1).response(1).status()).isEqualTo(":status: 403");
      assertThat(
              http2
                  .request(3, false, "POST", "/", "content-type", "application/grpc")
                  .response(3)
                  .fields
                  .getFirst())
          .contains(":status: 200", "grpc-status: 7");
      assertThat(replica.heads).isEmpty();
    }
  }

  @Test
  void clientIsWhomTrustedProxiesName() {
    try (var fixture =
        fixture(
            deny("192.0.2.0/24"), options -> options.withTrustedProxies(List.of("127.0.0.1")))) {
      var client = fixture.client();
      assertThat(client.get("/")).isEqualTo(HI);
      assertThat(
              client
                  .send(
                      "GET / HTTP/1.1\r\nHost: app\r\n"
                          + "X-Forwarded-For: 198.51.100.1, 192.0.2.7\r\n\r\n")
                  .readResponse())
          .startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void rulesThatCannotBeUnderstoodLetNobodyIn() {
    try (var fixture = fixture(deny("nonsense"))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 500 ");
      fixture.balancer.apply(Tables.of(Tables.app(replica)));
      assertThat(fixture.client().get("/")).isEqualTo(HI);
    }
  }

  @Test
  void changedRulesHoldForTheNextRequest() {
    try (var fixture = fixture(deny("127.0.0.1"))) {
      var client = fixture.client();
      assertThat(client.get("/")).startsWith("HTTP/1.1 403 ");
      fixture.balancer.apply(Tables.of(Tables.app(replica).withRules(deny("192.0.2.1"))));
      assertThat(client.get("/")).isEqualTo(HI);
    }
  }

  @Test
  void replicaGetsTheRewrittenPath() {
    try (var fixture = new Fixture(options -> options, under("/api", 0).withRules(rewrite("/v2")));
        var http2 = new FramePeer(fixture.balancer.port())) {
      var client = fixture.client();
      client.get("/api/x%2Fy?q=/api");
      client.send("GET http://app/api HTTP/1.1\r\nHost: app\r\nX-Forwarded-Prefix: /no\r\n\r\n");
      client.readResponse();
      http2.request(1, true, "GET", "/api/z").response(1);
      assertThat(replica.heads.get(0))
          .startsWith("GET /v2/x%2Fy?q=/api HTTP/1.1\r\nHost: app\r\n")
          .contains("\r\nX-Forwarded-Prefix: /api\r\n");
      assertThat(replica.heads.get(1)).startsWith("GET /v2 HTTP/1.1\r\n").doesNotContain("/no");
      assertThat(replica.heads.get(2)).startsWith("GET /v2/z HTTP/1.1\r\n");
    }
  }

  @Test
  void pathWithoutThePrefixIsWholeOnTheAppsOwnPort() {
    int port = Ports.free();
    try (var fixture = new Fixture()) {
      fixture
          .balancer
          .apply(Tables.of(under("/api", port).withRules(rewrite("/"))))
          .toCompletableFuture()
          .join();
      try (var client = new Client(port)) {
        client.get("/other");
        client.get("/api/x");
      }
      assertThat(replica.heads.get(0))
          .startsWith("GET /other ")
          .doesNotContain("X-Forwarded-Prefix");
      assertThat(replica.heads.get(1)).startsWith("GET /x ");
    }
  }

  @Test
  void http2ReplicaGetsTheRewrittenPath() throws Exception {
    var fields = new CompletableFuture<List<String>>();
    try (var http2 =
            Replica.start(
                connection -> {
                  var peer = FramePeer.replica(connection);
                  int stream = peer.request();
                  fields.complete(peer.got(stream).fields.getFirst());
                  peer.answer(stream, "200", "hi").readUntil(99);
                });
        var fixture =
            new Fixture(
                options -> options,
                Tables.app(http2)
                    .withProtocol(AppRoute.Protocol.HTTP2)
                    .withRules(rewrite("/pkg")))) {
      assertThat(fixture.client().get("/Service/Call")).startsWith("HTTP/1.1 200 ");
      assertThat(fields.get(10, TimeUnit.SECONDS)).contains(":path: /pkg/Service/Call");
    }
  }

  @Test
  void bodyThatSaysThatItIsTooLargeIsRefusedAtOnce() {
    try (var fixture = fixture(limits(5, 0));
        var http2 = new FramePeer(fixture.balancer.port())) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 6\r\n\r\n");
      assertThat(client.readAll())
          .startsWith("HTTP/1.1 413 Content Too Large\r\n")
          .contains("\r\nConnection: close\r\n");
      assertThat(http2.request(1, false, "POST", "/", "content-length", "6").response(1).status())
          .isEqualTo(":status: 413");
      assertThat(replica.accepted).hasValue(0);
    }
  }

  @Test
  void bodyInChunksIsRefusedWhenItIsTooLarge() throws Exception {
    var received = new CompletableFuture<String>();
    try (var reading =
            Replica.start(
                connection -> {
                  connection.readHead();
                  received.complete(new String(connection.in.readAllBytes(), ISO_8859_1));
                });
        var fixture =
            new Fixture(options -> options, Tables.app(reading).withRules(limits(5, 0)))) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("3\r\nabc\r\n").send("3\r\ndef\r\n0\r\n\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 413 ");
      assertThat(received.get(10, TimeUnit.SECONDS)).doesNotContain("def").doesNotContain("0\r\n");
    }
  }

  @Test
  void bodyInChunksMayBeAsLargeAsTheLimit() {
    try (var reading =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.read("5\r\nabcde\r\n0\r\n\r\n".length());
                  connection.write(HI);
                });
        var fixture =
            new Fixture(options -> options, Tables.app(reading).withRules(limits(5, 0)))) {
      var post = "POST / HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n";
      assertThat(fixture.client().send(post + "5\r\nabcde\r\n0\r\n\r\n").readResponse())
          .isEqualTo(HI);
    }
  }

  @Test
  void http2BodyIsRefusedWhenItIsTooLarge() {
    try (var reading = Replica.start(connection -> connection.read(1 << 20));
        var fixture = new Fixture(options -> options, Tables.app(reading).withRules(limits(5, 0)));
        var http2 = new FramePeer(fixture.balancer.port())) {
      http2.request(1, false, "POST", "/").data(1, false, "abc").settle().data(1, false, "def");
      assertThat(http2.response(1).status()).isEqualTo(":status: 413");
      http2.request(3, false, "POST", "/", "content-type", "application/grpc");
      http2.data(3, false, "abcdef");
      assertThat(http2.response(3).fields.getFirst()).contains("grpc-status: 8");
    }
  }

  @Test
  void largeHeadIsRefused() {
    try (var fixture = fixture(limits(0, 1024));
        var http2 = new FramePeer(fixture.balancer.port())) {
      var large = "x".repeat(1024);
      var client = fixture.client();
      assertThat(client.send("GET / HTTP/1.1\r\nHost: app\r\nX: " + large + "\r\n\r\n").readHead())
          .startsWith("HTTP/1.1 431 ");
      assertThat(http2.request(1, true, "GET", "/", "x", large).response(1).status())
          .isEqualTo(":status: 431");
      assertThat(http2.get(3).response(3).status()).isEqualTo(":status: 200");
    }
  }

  @Test
  void clientThatAsksTooOftenIsToldWhenToComeAgain() {
    try (var fixture = fixture(clients(1, 3, 0, ""))) {
      var answers = new ArrayList<String>();
      for (int i = 0; i < 8; i++) {
        answers.add(fixture.client().get("/"));
      }
      assertThat(answers.subList(0, 3)).allMatch(HI::equals);
      // A second may pass on a slow machine, and bring one more request; not five.
      assertThat(answers)
          .anySatisfy(
              answer ->
                  assertThat(answer)
                      .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                      .contains("\r\nRetry-After: 1\r\n"));
    }
  }

  @Test
  void limitIsThatOfTheClientBehindATrustedProxy() {
    try (var fixture =
        fixture(
            clients(1, 1, 0, ""), options -> options.withTrustedProxies(List.of("127.0.0.1")))) {
      var client = fixture.client();
      for (int i = 0; i < 20; i++) {
        var request = "GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-For: 192.0.2." + i + "\r\n\r\n";
        assertThat(client.send(request).readResponse()).isEqualTo(HI);
      }
    }
  }

  @Test
  void requestsInFlightOfOneClientAreLimited() {
    var waiting = new LinkedBlockingQueue<Replica.Connection>();
    try (var slow =
            Replica.start(
                connection -> {
                  connection.readHead();
                  waiting.add(connection);
                  connection.readHead();
                });
        var fixture =
            new Fixture(options -> options, Tables.app(slow).withRules(clients(0, 0, 2, "")));
        var http2 = new FramePeer(fixture.balancer.port())) {
      http2.get(1);
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      Await.until("both are in flight", () -> waiting.size() == 2);
      assertThat(fixture.client().get("/"))
          .startsWith("HTTP/1.1 429 ")
          .contains("\r\nRetry-After: 1\r\n");
      assertThat(http2.get(3).response(3).status()).isEqualTo(":status: 429");
      client.close();
      Await.until("one is over", () -> fixture.load().concurrency() == 1);
      http2.get(5);
      Await.until("another is in flight", () -> waiting.size() == 3);
    }
  }

  @Test
  void valueOfAHeaderIsLimitedOverAllAddressesAndNoneEscapesByIt() {
    try (var fixture =
        fixture(
            clients(1, 3, 0, "X-Key"),
            options -> options.withTrustedProxies(List.of("127.0.0.1")))) {
      var client = fixture.client();
      var answers = new ArrayList<String>();
      for (int i = 0; i < 10; i++) {
        answers.add(client.send(asking("192.0.2." + i, "same")).readResponse());
      }
      assertThat(answers).startsWith(HI, HI, HI).anyMatch(one -> one.startsWith("HTTP/1.1 429 "));
      answers.clear();
      for (int i = 0; i < 10; i++) {
        answers.add(client.send(asking("198.51.100.1", "other " + i)).readResponse());
      }
      assertThat(answers).startsWith(HI, HI, HI).anyMatch(one -> one.startsWith("HTTP/1.1 429 "));
    }
  }

  private static String asking(String address, String key) {
    return "GET / HTTP/1.1\r\nHost: app\r\nX-Key: %s\r\nX-Forwarded-For: %s\r\n\r\n"
        .formatted(key, address);
  }

  private static RequestRules headers(
      RequestRules.@Nullable HeaderEdits request, RequestRules.@Nullable HeaderEdits response) {
    return new RequestRules(null, null, null, null, null, request, response);
  }

  private static RequestRules.HeaderEdits edits() {
    return new RequestRules.HeaderEdits(
        List.of(new RequestRules.Field("X-Set", "ours")),
        List.of(new RequestRules.Field("X-Add", "ours, too")),
        List.of("X-Gone"));
  }

  @Test
  void headerFieldsOfRequestsComeAndGo() {
    try (var fixture = fixture(headers(edits(), null));
        var http2 = new FramePeer(fixture.balancer.port())) {
      fixture
          .client()
          .send(
              "GET / HTTP/1.1\r\nx-set: 1\r\nHost: app\r\nX-SET: 2\r\nx-add: theirs\r\n"
                  + "x-gone: 1\r\nX-Stays: 1\r\n\r\n")
          .readResponse();
      http2.request(1, true, "GET", "/", "x-set", "1", "x-gone", "1", "x-stays", "1").response(1);
      assertThat(replica.heads.get(0))
          .contains("\r\nx-add: theirs\r\n", "\r\nX-Stays: 1\r\n")
          .contains("\r\nX-Set: ours\r\nX-Add: ours, too\r\n");
      assertThat(replica.heads.get(1)).contains("\r\nX-Set: ours\r\n", "\r\nx-stays: 1\r\n");
      assertThat(replica.heads)
          .allSatisfy(
              head ->
                  assertThat(head)
                      .doesNotContainIgnoringCase("x-gone")
                      .doesNotContain("x-set: 1", "X-SET: 2"));
    }
  }

  @Test
  void headerFieldsOfResponsesComeAndGo() {
    try (var answering =
            Replica.answering(
                "HTTP/1.1 200 OK\r\nX-Gone: 1\r\nContent-Length: 2\r\nx-set: 1\r\n"
                    + "x-add: theirs\r\n\r\nhi");
        var fixture =
            new Fixture(
                options -> options, Tables.app(answering).withRules(headers(null, edits())));
        var http2 = new FramePeer(fixture.balancer.port())) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        assertThat(client.get("/"))
            .isEqualTo(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-add: theirs\r\n"
                    + "X-Set: ours\r\nX-Add: ours, too\r\n\r\nhi");
      }
      var answer = http2.get(1).response(1);
      assertThat(answer.fields.getFirst())
          .contains("x-set: ours", "x-add: theirs", "x-add: ours, too")
          .doesNotContain("x-gone: 1", "x-set: 1");
      assertThat(answer.body()).isEqualTo("hi");
    }
  }

  @Test
  void headerFieldsOfHttp2ReplicasComeAndGoAndTrailersStay() throws Exception {
    var fields = new CompletableFuture<List<String>>();
    try (var http2Replica =
            Replica.start(
                connection -> {
                  var peer = FramePeer.replica(connection);
                  int stream = peer.request();
                  fields.complete(peer.got(stream).fields.getFirst());
                  peer.headers(stream, false, ":status", "200", "x-gone", "1")
                      .data(stream, false, "hi")
                      .headers(stream, true, "x-gone", "trailer")
                      .readUntil(99);
                });
        var fixture =
            new Fixture(
                options -> options,
                Tables.app(http2Replica)
                    .withProtocol(AppRoute.Protocol.HTTP2)
                    .withRules(headers(edits(), edits())));
        var http2 = new FramePeer(fixture.balancer.port())) {
      var answer = http2.request(1, true, "GET", "/", "x-gone", "1").response(1);
      assertThat(fields.get(10, TimeUnit.SECONDS))
          .contains("x-set: ours", "x-add: ours, too")
          .doesNotContain("x-gone: 1");
      assertThat(answer.fields.getFirst()).contains("x-set: ours").doesNotContain("x-gone: 1");
      assertThat(answer.fields.getLast()).containsExactly("x-gone: trailer");
    }
  }

  @Test
  void answersOfTheBalancerItselfAreNotEdited() {
    try (var broken = Replica.answering("nonsense\r\n\r\n");
        var fixture =
            new Fixture(options -> options, Tables.app(broken).withRules(headers(null, edits())));
        var http2 = new FramePeer(fixture.balancer.port())) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 502 ").doesNotContain("ours");
      assertThat(http2.get(1).response(1).fields.getFirst())
          .contains(":status: 502")
          .doesNotContain("x-set: ours");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "TE",
        "Upgrade",
        "Trailer",
        "Expect",
        "Content-Encoding",
        "Forwarded",
        "Traceparent",
        "tracestate",
        "X-Forwarded-For",
        "x_forwarded_host",
        "X-Forwarded-Prefix",
        "X_Real_IP",
        "Sec-WebSocket-Key",
        "a b",
        "a:",
        "ä",
        ""
      })
  void fieldThatMeansSomethingToTheBalancerIsNotEdited(String name) {
    var edits = new RequestRules.HeaderEdits(List.of(), List.of(), List.of(name));
    try (var fixture = fixture(headers(edits, null))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 500 ");
    }
  }
}
