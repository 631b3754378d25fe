package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCheckTest {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final HealthCheck HTTP =
      new HealthCheck("/healthz", OFTEN, Duration.ofMillis(500), 2, 3);
  private static final HealthCheck TCP = new HealthCheck("", OFTEN, Duration.ofMillis(500), 2, 3);

  /** A server whose health a test sets, as the status of the answer; counts what else it gets. */
  private static final class Server implements AutoCloseable {
    final AtomicInteger health = new AtomicInteger(200);
    final AtomicInteger checks = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final Replica replica =
        Replica.start(
            connection -> {
              for (String head = connection.readHead();
                  !head.isEmpty();
                  head = connection.readHead()) {
                connection.write(answer(head));
              }
            });

    private String answer(String head) {
      boolean isCheck = head.startsWith("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:");
      (isCheck ? checks : requests).incrementAndGet();
      int status = isCheck ? health.get() : 200;
      return "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n";
    }

    @Override
    public void close() {
      replica.close();
    }
  }

  private static Fixture fixture(HealthCheck check, Endpoint... endpoints) {
    var never = new RetryPolicy(0, 0, 0, Duration.ZERO);
    var traffic = TrafficPolicy.DEFAULT.withRetries(never).withHealthCheck(check);
    return new Fixture(
        options -> options,
        Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(endpoints))
            .with(AppRoute.Policy.ROUND_ROBIN, traffic));
  }

  private static Fixture fixture(HealthCheck check, Server... servers) {
    return fixture(
        check,
        Stream.of(servers).map(one -> Tables.endpoint(one.replica)).toArray(Endpoint[]::new));
  }

  /** Whether some requests all went past the server. */
  private static boolean isOut(Server server, Client client) {
    int before = server.requests.get();
    for (int i = 0; i < 4; i++) {
      client.get("/");
    }
    return server.requests.get() == before;
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503})
  void endpointWhoseChecksFailGetsNoRequestUntilTheyPass(int status) {
    try (var a = new Server();
        var b = new Server();
        var fixture = fixture(HTTP, a, b)) {
      var client = fixture.client();
      Await.until("both are checked", () -> a.checks.get() > 0 && b.checks.get() > 0);
      assertThat(isOut(a, client)).isFalse();
      a.health.set(status);
      Await.until("it is out", () -> isOut(a, client));
      a.health.set(302);
      Await.until("it is back", () -> !isOut(a, client));
    }
  }

  @Test
  void endpointThatAcceptsNoConnectionGetsNoRequest() throws IOException {
    Endpoint refusing;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refusing = Tables.endpoint(server.getLocalPort(), Endpoint.State.READY);
    }
    try (var good = new Server();
        var fixture = fixture(TCP, Tables.endpoint(good.replica), refusing)) {
      var client = fixture.client();
      Await.until("it is out", () -> allAnswered(client, 4));
      assertThat(allAnswered(client, 20)).isTrue();
    }
  }

  private static boolean allAnswered(Client client, int requests) {
    boolean all = true;
    for (int i = 0; i < requests; i++) {
      all &= client.get("/").startsWith("HTTP/1.1 200 ");
    }
    return all;
  }

  @Test
  void checkThatGetsNoAnswerInTimeFails() {
    var asked = new AtomicInteger();
    try (var silent =
            Replica.start(
                connection -> {
                  if (!connection.readHead().startsWith("GET /healthz")) {
                    asked.incrementAndGet();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                  }
                  connection.readHead();
                });
        var good = new Server();
        var fixture = fixture(HTTP, Tables.endpoint(silent), Tables.endpoint(good.replica))) {
      var client = fixture.client();
      Await.until(
          "it is out",
          () -> {
            int before = asked.get();
            allAnswered(client, 4);
            return asked.get() == before;
          });
    }
  }

  /** UNKNOWN, NOT_SERVING, SERVICE_UNKNOWN, and a service that the server does not know. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, -1})
  void grpcServerThatDoesNotServeGetsNoCallUntilItDoes(int status) {
    var check =
        new HealthCheck("", OFTEN, Duration.ofSeconds(5), 2, 3, new HealthCheck.Grpc("a.B"));
    try (var a = new GrpcServer();
        var b = new GrpcServer();
        var fixture =
            grpcFixture(
                check,
                Tables.endpoint(a.port(), Endpoint.State.READY),
                Tables.endpoint(b.port(), Endpoint.State.READY))) {
      Await.until("it is checked", () -> !a.checks.isEmpty());
      assertThat(a.checks.element()).containsExactly(10, 3, 'a', '.', 'B');
      assertThat(isAsked(a, fixture)).isTrue();
      a.health.set(status);
      Await.until("it is out", () -> !isAsked(a, fixture));
      assertThat(isAsked(b, fixture)).isTrue();
      a.health.set(1);
      Await.until("it is back", () -> isAsked(a, fixture));
    }
  }

  private static Fixture grpcFixture(HealthCheck check, Endpoint... endpoints) {
    var route =
        Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(endpoints))
            .withProtocol(AppRoute.Protocol.HTTP2);
    return new Fixture(
        options -> options,
        route.with(AppRoute.Policy.ROUND_ROBIN, TrafficPolicy.DEFAULT.withHealthCheck(check)));
  }

  /** Whether of some calls one came to the server. */
  private static boolean isAsked(GrpcServer server, Fixture fixture) {
    int before = server.calls.get();
    try (var client = new FramePeer(fixture.balancer.port())) {
      for (int stream = 1; stream <= 7; stream += 2) {
        client.request(
            stream,
            false,
            "POST",
            "/test.Bytes/Echo",
            "content-type",
            "application/grpc",
            "te",
            "trailers");
        client.data(stream, true, new byte[5]).response(stream);
      }
    }
    return server.calls.get() > before;
  }

  @Test
  void whereAllChecksFailAllAreTried() {
    try (var a = new Server();
        var b = new Server();
        var fixture = fixture(HTTP, a, b)) {
      var client = fixture.client();
      a.health.set(500);
      Await.until("one is out", () -> isOut(a, client));
      b.health.set(500);
      Await.until("the other one is tried again", () -> !isOut(a, client));
      assertThat(isOut(b, client)).isFalse();
    }
  }

  @Test
  void checksAreNoLoad() {
    try (var a = new Server();
        var fixture = fixture(HTTP, a)) {
      fixture.client().get("/");
      Await.until("it is checked often", () -> a.checks.get() > 5);
      assertThat(fixture.load().requests()).isEqualTo(1);
      assertThat(fixture.load().endpoints().getFirst().requests()).isEqualTo(1);
      assertThat(fixture.load().endpoints().getFirst().failures()).isZero();
    }
  }

  @Test
  void checksEndWithTheTableThatNamesThem() {
    try (var a = new Server();
        var fixture = fixture(HTTP, a)) {
      a.health.set(500);
      Await.until("it is checked", () -> a.checks.get() > 2);
      fixture.balancer.apply(Tables.of(a.replica));
      Await.until(
          "no check comes",
          () -> {
            int before = a.checks.get();
            allAnswered(fixture.client(), 50);
            return a.checks.get() == before;
          });
    }
  }
}
