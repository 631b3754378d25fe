package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.control.RequestRules.Field;
import io.scaledapp.balancer.control.RequestRules.HeaderEdits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotGrants.AppGrants;
import io.scaledapp.balancer.control.SlotGrants.EndpointGrant;
import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.balancer.control.StickyCookiePolicy.SameSite;
import io.scaledapp.balancer.control.StickyCookiePolicy.Secure;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.tls.TlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of an app with a sticky cookie. */
@ExtendWith(LeakCheck.class)
class StickySessionsTest {
  private static final StickyCookiePolicy POLICY =
      new StickyCookiePolicy("id", "/", Duration.ZERO, SameSite.LAX, Secure.AUTO, "key");

  private static AppRoute sticky(AppRoute app) {
    return app.with(app.policy(), app.traffic().withStickyCookie(POLICY));
  }

  private static Fixture fixture(Replica... replicas) {
    return new Fixture(options -> options, sticky(Tables.app(replicas)));
  }

  /** Replicas that answer with their own number, from 0. */
  private static Replica[] numbered(int count, String... lines) {
    return IntStream.range(0, count)
        .mapToObj(i -> Replica.answering(ok("" + i, lines)))
        .toArray(Replica[]::new);
  }

  private static String ok(String body, String... lines) {
    var head = new StringBuilder("HTTP/1.1 200 OK\r\n");
    for (String line : lines) {
      head.append(line).append("\r\n");
    }
    return head + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static void close(Replica... replicas) {
    Stream.of(replicas).forEach(Replica::close);
  }

  private static String get(Client client, String... lines) {
    return send(client, lines).readResponse();
  }

  private static Client send(Client client, String... lines) {
    var text = new StringBuilder("GET / HTTP/1.1\r\nHost: app\r\n");
    for (String line : lines) {
      text.append(line).append("\r\n");
    }
    return client.send(text + "\r\n");
  }

  private static List<String> setCookies(String response) {
    return response
        .lines()
        .filter(line -> line.startsWith("Set-Cookie: "))
        .map(line -> line.substring("Set-Cookie: ".length()))
        .toList();
  }

  /** The cookie of a response as its client sends it. */
  private static String cookie(String response) {
    var set = setCookies(response);
    assertThat(set).hasSize(1);
    return "Cookie: " + set.getFirst().split(";", 2)[0];
  }

  private static char body(String response) {
    return response.charAt(response.length() - 1);
  }

  @Test
  void clientStaysWithTheReplicaThatAnsweredFirst() {
    var replicas = numbered(3);
    try (var fixture = fixture(replicas)) {
      for (int session = 0; session < 3; session++) {
        var client = fixture.client();
        String first = get(client);
        assertThat(setCookies(first).getFirst())
            .matches("id=[-_A-Za-z0-9]{22}; Path=/; HttpOnly; SameSite=Lax");
        String cookie = cookie(first);
        for (int i = 0; i < 4; i++) {
          String next = get(client, cookie);
          assertThat(body(next)).isEqualTo(body(first));
          assertThat(setCookies(next)).isEmpty();
        }
      }
      // The policy places first requests.
      assertThat(replicas).allSatisfy(one -> assertThat(one.heads).hasSize(5));
    } finally {
      close(replicas);
    }
  }

  @Test
  void everyBalancerAndEventLoopKnowsTheCookie() {
    var replicas = numbered(5);
    var app = sticky(Tables.app(replicas));
    try (var one = new Fixture(options -> options, app);
        var other = new Fixture(options -> options.withEventLoops(3), app)) {
      String first = get(one.client());
      for (int i = 0; i < 9; i++) {
        assertThat(get(other.client(), cookie(first))).isEqualTo(ok("" + body(first)));
      }
    } finally {
      close(replicas);
    }
  }

  @Test
  void cookieIsFoundAmongOthers() {
    var replicas = numbered(4);
    try (var fixture = fixture(replicas)) {
      String first = get(fixture.client());
      String pair = cookie(first).substring("Cookie: ".length());
      for (int i = 0; i < 4; i++) {
        var client = fixture.client();
        assertThat(body(get(client, "Cookie: a=b; " + pair + "; c=d"))).isEqualTo(body(first));
        assertThat(body(get(client, "Cookie: a=b", "Cookie: " + pair))).isEqualTo(body(first));
        assertThat(body(get(client, "Cookie: id=old; " + pair))).isEqualTo(body(first));
      }
    } finally {
      close(replicas);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"id=", "id=replica-1", "id=AAAAAAAAAAAAAAAAAAAAAA", "ID=x", "id"})
  void forgedCookieIsIgnoredAndSetAnew(String forged) {
    var replicas = numbered(2);
    try (var fixture = fixture(replicas)) {
      var client = fixture.client();
      String first = get(client, "Cookie: " + forged);
      String second = get(client, "Cookie: " + forged);
      assertThat(body(second)).isNotEqualTo(body(first));
      assertThat(body(get(client, cookie(first)))).isEqualTo(body(first));
    } finally {
      close(replicas);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sessionOfADrainedOrGoneReplicaGoesElsewhereWithANewCookie(boolean drained) {
    var replicas = numbered(3);
    try (var fixture = fixture(replicas)) {
      var client = fixture.client();
      String first = get(client);
      String old = cookie(first);
      int number = body(first) - '0';
      fixture.balancer.apply(Tables.of(sticky(without(replicas, number, drained))));

      String moved = get(client, old);

      assertThat(body(moved)).isNotEqualTo(body(first));
      for (int i = 0; i < 4; i++) {
        String next = get(client, cookie(moved));
        assertThat(body(next)).isEqualTo(body(moved));
        assertThat(setCookies(next)).isEmpty();
      }
    } finally {
      close(replicas);
    }
  }

  private static AppRoute without(Replica[] replicas, int number, boolean drained) {
    var endpoints =
        IntStream.range(0, replicas.length)
            .filter(i -> drained || i != number)
            .mapToObj(
                i ->
                    Tables.endpoint(
                        replicas[i].port(),
                        i == number ? Endpoint.State.DRAINING : Endpoint.State.READY))
            .toList();
    return Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints);
  }

  @Test
  void sessionOfAnEjectedReplicaGoesElsewhereWithANewCookie() {
    var minute = Duration.ofMinutes(1);
    try (var bad = Replica.answering("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
        var good = Replica.answering(ok("g"))) {
      var app = sticky(Tables.app(bad, good));
      var traffic =
          app.traffic().withOutlierDetection(new OutlierDetection(5, true, minute, minute, 50));
      try (var fixture = new Fixture(options -> options, app.with(app.policy(), traffic))) {
        var client = fixture.client();
        String answer = get(client);
        String cookie = cookie(answer.contains("500") ? answer : get(client));
        for (int i = 0; i < 4; i++) {
          assertThat(get(client, cookie)).startsWith("HTTP/1.1 500").doesNotContain("Set-Cookie");
        }
        String moved = get(client, cookie);
        assertThat(body(moved)).isEqualTo('g');
        assertThat(cookie(moved)).isNotEqualTo(cookie);
        assertThat(bad.heads).hasSize(5);
      }
    }
  }

  @Test
  void requestWhoseReplicaIsFullIsPlacedElsewhereAndTheSessionStays() {
    var permits = new Semaphore(0);
    try (var busy = permitting(permits);
        var other = Replica.answering(ok("o"))) {
      var app = Tables.app(1, QueueLimits.DEFAULT, Timeouts.DEFAULT, Tables.endpoints(busy, other));
      try (var fixture = new Fixture(options -> options, sticky(app))) {
        permits.release();
        var client = fixture.client();
        String first = get(client);
        String cookie = cookie(body(first) == 'b' ? first : get(client));
        var waiting = send(fixture.client(), cookie);
        Await.until("it is there", () -> busy.heads.size() == 2);

        String elsewhere = get(client, cookie);

        assertThat(body(elsewhere)).isEqualTo('o');
        assertThat(setCookies(elsewhere)).isEmpty();
        permits.release(9);
        assertThat(body(waiting.readResponse())).isEqualTo('b');
        Await.until("the slot is free", () -> body(get(client, cookie)) == 'b');
      }
    }
  }

  /** Answers each request when it gets a permit. */
  private static Replica permitting(Semaphore permits) {
    var replica = new Replica[1];
    replica[0] =
        Replica.start(
            connection -> {
              for (var head = connection.readHead();
                  !head.isEmpty();
                  head = connection.readHead()) {
                replica[0].heads.add(head);
                permits.acquireUninterruptibly();
                connection.write(ok("b"));
              }
            });
    return replica[0];
  }

  @Test
  void requestsThatWaitedGoToTheirReplicaIfItIsFreeThen() {
    var replicas = numbered(3);
    var endpoints = Tables.endpoints(replicas);
    try (var knowing = fixture(replicas);
        var fixture = new Fixture(options -> options)) {
      String first = get(knowing.client());
      fixture.balancer.grant(SlotGrants.beginning(9, 1));
      var app = sticky(Tables.app(3, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints));
      fixture.balancer.apply(new RoutingTable(9, 1, List.of(app)));
      var waiting = IntStream.range(0, 3).mapToObj(i -> fixture.client()).toList();
      waiting.forEach(one -> send(one, cookie(first)));
      Await.until("they wait", () -> fixture.load().queued() == 3);

      var slots = endpoints.stream().map(one -> new EndpointGrant(one.id(), 3)).toList();
      fixture.balancer.grant(new SlotGrants(9, 1, 2, List.of(new AppGrants("default/app", slots))));

      assertThat(waiting)
          .allSatisfy(one -> assertThat(one.readResponse()).isEqualTo(ok("" + body(first))));
    } finally {
      close(replicas);
    }
  }

  @Test
  void replicaThatLostItsRequestKeepsTheSession() {
    try (var flaky =
            Replica.start(
                connection -> {
                  if (connection.number == 2) {
                    connection.reset();
                    return;
                  }
                  connection.readHead();
                  connection.write(ok("f", "Connection: close"));
                });
        var other = Replica.answering(ok("o"));
        var fixture = fixture(flaky, other)) {
      var client = fixture.client();
      String first = get(client);
      String cookie = cookie(body(first) == 'f' ? first : get(client));
      String retried = get(client, cookie);
      assertThat(body(retried)).isEqualTo('o');
      assertThat(setCookies(retried)).isEmpty();
      assertThat(body(get(client, cookie))).isEqualTo('f');
    }
  }

  @Test
  void cookiesOfTheAppStay() {
    var replicas = numbered(1, "Set-Cookie: a=b; Path=/x", "Set-Cookie: c=d");
    try (var fixture = fixture(replicas)) {
      var client = fixture.client();
      String first = get(client);
      assertThat(setCookies(first)).startsWith("a=b; Path=/x", "c=d").hasSize(3);
      String pair = setCookies(first).getLast().split(";", 2)[0];
      assertThat(setCookies(get(client, "Cookie: " + pair))).containsExactly("a=b; Path=/x", "c=d");
    } finally {
      close(replicas);
    }
  }

  @Test
  void editsOfResponsesLeaveTheCookieAlone() {
    var edits = new HeaderEdits(List.of(), List.of(new Field("X-A", "1")), List.of("Set-Cookie"));
    var replicas = numbered(1, "Set-Cookie: a=b");
    var rules = new RequestRules(null, null, null, null, null, null, edits);
    try (var fixture =
        new Fixture(options -> options, sticky(Tables.app(replicas)).withRules(rules))) {
      var client = fixture.client();
      String first = get(client);
      assertThat(first).contains("\r\nX-A: 1\r\n");
      assertThat(cookie(first)).startsWith("Cookie: id=");
      assertThat(setCookies(get(client, cookie(first)))).isEmpty();
    } finally {
      close(replicas);
    }
  }

  @Test
  void whatTheBalancerAnswersItselfSetsNothing() {
    var app = Tables.app(0, new QueueLimits(0, Duration.ofSeconds(1)), Timeouts.DEFAULT, List.of());
    try (var fixture = new Fixture(options -> options, sticky(app))) {
      assertThat(get(fixture.client())).startsWith("HTTP/1.1 503").doesNotContain("Set-Cookie");
    }
  }

  @Test
  void answersFromTheCacheSetNothing() {
    var replicas = numbered(2, "Cache-Control: max-age=60");
    var app = sticky(Tables.app(replicas));
    try (var fixture =
        new Fixture(
            options -> options,
            app.with(app.policy(), app.traffic().withCache(CachePolicy.DEFAULT)))) {
      String first = get(fixture.client());
      assertThat(setCookies(first)).hasSize(1);
      String hit = get(fixture.client());
      assertThat(hit).contains("; hit;");
      assertThat(setCookies(hit)).isEmpty();
    } finally {
      close(replicas);
    }
  }

  @Test
  void compressedResponsesSetTheCookieToo() {
    try (var replica = Replica.answering(ok("x".repeat(5_000), "Content-Type: text/plain"))) {
      var app = sticky(Tables.app(replica));
      try (var fixture =
          new Fixture(
              options -> options,
              app.with(app.policy(), app.traffic().withCompression(CompressionPolicy.DEFAULT)))) {
        var head = send(fixture.client(), "Accept-Encoding: gzip").readHead();
        assertThat(head).containsIgnoringCase("Content-Encoding: gzip");
        assertThat(setCookies(head)).hasSize(1);
      }
    }
  }

  @Test
  void appWithoutItBehindTheSameConnectionSetsNothing() {
    var replicas = numbered(2);
    var plain =
        new AppRoute(
            "default/plain",
            List.of("plain"),
            List.of("/"),
            0,
            AppRoute.Policy.ROUND_ROBIN,
            0,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            Tables.endpoints(replicas));
    try (var fixture = new Fixture(options -> options, sticky(Tables.app(replicas)), plain)) {
      var client = fixture.client();
      assertThat(setCookies(get(client))).hasSize(1);
      var other = client.send("GET / HTTP/1.1\r\nHost: plain\r\n\r\n").readResponse();
      assertThat(setCookies(other)).isEmpty();
    } finally {
      close(replicas);
    }
  }

  @Test
  void policyAloneCountsWhenTheCookieIsTurnedOff() {
    var replicas = numbered(2);
    try (var fixture = fixture(replicas)) {
      var client = fixture.client();
      String cookie = cookie(get(client));
      fixture.balancer.apply(Tables.of(Tables.app(replicas)));
      var bodies = List.of(body(get(client, cookie)), body(get(client, cookie)));
      assertThat(bodies).containsExactlyInAnyOrder('0', '1');
    } finally {
      close(replicas);
    }
  }

  static Stream<Arguments> clientsBehindProxies() {
    UnaryOperator<BalancerOptions> trusts =
        options -> options.withTrustedProxies(List.of("127.0.0.0/8"));
    UnaryOperator<BalancerOptions> trustsNobody = options -> options;
    return Stream.of(arguments(trusts, true), arguments(trustsNobody, false));
  }

  @ParameterizedTest
  @MethodSource("clientsBehindProxies")
  void trustedProxyIsBelievedThatTheClientCameByTls(
      UnaryOperator<BalancerOptions> options, boolean secure) {
    var replicas = numbered(1);
    try (var fixture = new Fixture(options, sticky(Tables.app(replicas)))) {
      String first = get(fixture.client(), "X-Forwarded-Proto: https");
      assertThat(setCookies(first).getFirst().contains("; Secure;")).isEqualTo(secure);
    } finally {
      close(replicas);
    }
  }

  @Test
  void clientOverTlsGetsASecureCookie(@TempDir Path folder) throws IOException {
    var certificates = new Certificates();
    var tls = TlsOptions.of(certificates.server("shop.example").writeTo(folder.resolve("shop")));
    var replicas = numbered(1);
    try (var fixture =
            new Fixture(
                options ->
                    options.withListeners(
                        List.of(ListenerOptions.secure("https", "127.0.0.1", 0, tls))),
                sticky(Tables.app(replicas)));
        var client =
            TlsClient.trusting(certificates).connect(fixture.balancer.port(), "shop.example")) {
      assertThat(setCookies(get(client)).getFirst()).contains("; HttpOnly; Secure; SameSite=Lax");
    } finally {
      close(replicas);
    }
  }

  @Test
  void handshakeOfAWebSocketSetsTheCookieToo() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
                          + "Upgrade: websocket\r\n\r\n");
                  connection.in.transferTo(connection.out);
                });
        var fixture = fixture(replica)) {
      var client = send(fixture.client(), "Connection: Upgrade", "Upgrade: websocket");
      assertThat(cookie(client.readHead())).startsWith("Cookie: id=");
      assertThat(client.send("hello").read(5)).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void http2IsTheSameOnBothSides(boolean toReplicas) {
    var replicas =
        IntStream.range(0, 3)
            .mapToObj(i -> toReplicas ? http2("" + i) : Replica.answering(ok("" + i)))
            .toArray(Replica[]::new);
    var app =
        sticky(Tables.app(replicas)).withProtocol(toReplicas ? Protocol.HTTP2 : Protocol.HTTP1);
    try (var fixture = new Fixture(options -> options, app);
        var client = new FramePeer(fixture.balancer.port())) {
      var first = client.request(1, true, "GET", "/").response(1);
      var set =
          first.fields.getFirst().stream().filter(one -> one.startsWith("set-cookie: ")).toList();
      assertThat(set).hasSize(1);
      String pair = set.getFirst().substring("set-cookie: ".length()).split(";", 2)[0];
      for (int stream = 3; stream < 13; stream += 2) {
        // Crumbs, as browsers send them (RFC 9113 section 8.2.3).
        var next =
            client
                .request(stream, true, "GET", "/", "cookie", "a=b", "cookie", pair)
                .response(stream);
        assertThat(next.body()).isEqualTo(first.body());
        assertThat(next.fields.getFirst()).noneMatch(one -> one.startsWith("set-cookie"));
        assertThat(get(fixture.client(), "Cookie: " + pair)).contains(first.body());
      }
    } finally {
      close(replicas);
    }
  }

  private static Replica http2(String body) {
    return Replica.start(
        connection -> {
          try (var peer = FramePeer.replica(connection)) {
            for (var frame = peer.readUntil(FramePeer.HEADERS);
                frame.type() >= 0;
                frame = peer.readUntil(FramePeer.HEADERS)) {
              peer.answer(frame.stream(), "200", body);
            }
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  @Test
  void replicaThatKeepsItsSessionsGetsTheirRequestsAndNoOthers() {
    var replicas = numbered(2);
    try (var fixture = fixture(replicas)) {
      var client = fixture.client();
      String first = get(client);
      char answering = body(first);
      int own = answering - '0';
      String cookie = cookie(first);
      var kept = Tables.endpoint(replicas[own]).keepingSessions();
      var endpoints = List.of(kept, Tables.endpoint(replicas[1 - own]));
      fixture.balancer.apply(
          Tables.of(sticky(Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints))));
      for (int i = 0; i < 4; i++) {
        assertThat(get(client, cookie)).isEqualTo(ok("" + own));
        assertThat(body(get(client))).isNotEqualTo(answering);
      }
    } finally {
      close(replicas);
    }
  }
}
