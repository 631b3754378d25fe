package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppPortsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String ANY_HOST = "GET /any/path HTTP/1.1\r\nHost: any.host\r\n\r\n";

  private final int port = Ports.free();

  private static Replica saying(String text) {
    return Replica.answering(
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(text.length(), text));
  }

  /** An app that the shared listener only knows by a host and a path that no test asks for. */
  private static AppRoute app(String name, int port, Replica... replicas) {
    List<Endpoint> endpoints = Tables.endpoints(replicas);
    return new AppRoute(
        name,
        List.of(name.substring("default/".length()) + ".example.com"),
        List.of("/only"),
        port,
        AppRoute.Policy.ROUND_ROBIN,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        endpoints);
  }

  private static void apply(Fixture fixture, AppRoute... apps) {
    fixture.balancer.apply(Tables.of(apps)).toCompletableFuture().join();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyHostAndPathOnAnAppsPortGoesToTheApp(int eventLoops) {
    int otherPort = Ports.free();
    try (var one = saying("one");
        var two = saying("two");
        var fixture = new Fixture(options -> options.withEventLoops(eventLoops))) {
      apply(fixture, app("default/one", port, one), app("default/two", otherPort, two));
      for (int i = 0; i < 10; i++) {
        try (var client = new Client(port);
            var other = new Client(otherPort)) {
          assertThat(client.send(ANY_HOST).readResponse()).endsWith("one");
          assertThat(other.send(ANY_HOST).readResponse()).endsWith("two");
        }
      }
      assertThat(fixture.client().send(ANY_HOST).readResponse()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void closingAPortLeavesItsConnectionsOpen() {
    try (var replica = saying("ok");
        var fixture = new Fixture()) {
      apply(fixture, app("default/app", port, replica));
      try (var client = new Client(port)) {
        assertThat(client.send(ANY_HOST).readResponse()).endsWith("ok");
        apply(fixture, app("default/app", 0, replica));
        Await.until("nothing listens", () -> !Ports.connects(port));
        assertThat(client.send(ANY_HOST).readResponse()).endsWith("ok");
        apply(fixture);
        assertThat(client.send(ANY_HOST).readResponse()).startsWith("HTTP/1.1 404 ");
      }
    }
  }

  @Test
  void portPassesFromOneAppToAnother() {
    try (var one = saying("one");
        var two = saying("two");
        var fixture = new Fixture()) {
      apply(fixture, app("default/one", port, one), app("default/two", 0, two));
      try (var client = new Client(port)) {
        assertThat(client.send(ANY_HOST).readResponse()).endsWith("one");
        apply(fixture, app("default/one", 0, one), app("default/two", port, two));
        assertThat(fixture.balancer.report().portFailures()).isEmpty();
        assertThat(client.send(ANY_HOST).readResponse()).endsWith("one");
      }
      try (var client = new Client(port)) {
        assertThat(client.send(ANY_HOST).readResponse()).endsWith("two");
      }
    }
  }

  @Test
  void portOfTwoAppsIsThatOfTheFirst() {
    try (var one = saying("one");
        var two = saying("two");
        var fixture = new Fixture()) {
      apply(fixture, app("default/one", port, one), app("default/two", port, two));
      try (var client = new Client(port)) {
        assertThat(client.send(ANY_HOST).readResponse()).endsWith("one");
      }
    }
  }

  @Test
  void portThatIsTakenIsReportedAtOnceAndListenedOnWhenItIsFree() throws IOException {
    try (var replica = saying("ok");
        var fixture =
            new Fixture(options -> options.withReportEvery(Duration.ofHours(1)), Tables.app())) {
      try (var taken = new ServerSocket(port, 1, LOOPBACK)) {
        apply(fixture, app("default/app", taken.getLocalPort(), replica));
        var failures = fixture.balancer.report().portFailures();
        assertThat(failures).hasSize(1);
        assertThat(failures.getFirst()).isEqualTo(failure(failures.getFirst().reason()));
        assertThat(failures.getFirst().reason()).contains("in use");
        Await.until(
            "it is reported",
            () -> fixture.reports.stream().anyMatch(report -> !report.portFailures().isEmpty()));
      }
      Await.until("it is listened on", () -> fixture.balancer.report().portFailures().isEmpty());
      try (var client = new Client(port)) {
        assertThat(client.send(ANY_HOST).readResponse()).endsWith("ok");
      }
    }
  }

  private PortFailure failure(String reason) {
    return new PortFailure("default/app", port, reason);
  }

  @Test
  void portThatIsGoneIsTriedNoMore() throws IOException {
    try (var fixture = new Fixture();
        var taken = new ServerSocket(port, 1, LOOPBACK)) {
      apply(fixture, app("default/app", taken.getLocalPort()));
      assertThat(fixture.balancer.report().portFailures()).hasSize(1);
      apply(fixture);
      assertThat(fixture.balancer.report().portFailures()).isEmpty();
    }
  }

  @Test
  void closeLetsTheAnswerInFlightOnAnAppsPortEnd() throws InterruptedException {
    var latch = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  try {
                    latch.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
        var fixture = new Fixture()) {
      apply(fixture, app("default/app", port, replica));
      try (var idle = new Client(port);
          var busy = new Client(port).send(ANY_HOST)) {
        Await.until("the replica has it", () -> replica.accepted.get() == 1);
        var closing =
            Thread.ofVirtual().start(() -> fixture.balancer.close(Duration.ofSeconds(20)));
        assertThat(idle.readAll()).isEmpty();
        Await.until("nothing listens", () -> !Ports.connects(port));
        latch.countDown();
        assertThat(busy.readAll()).contains("\r\nConnection: close\r\n").endsWith("ok");
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
      }
    }
  }

  @Test
  void manyPortsOpenAndClose() {
    try (var replica = saying("ok");
        var fixture = new Fixture()) {
      var apps = new ArrayList<AppRoute>();
      for (int i = 0; i < 200; i++) {
        apps.add(app("default/app" + i, Ports.free(), replica));
      }
      apply(fixture, apps.toArray(AppRoute[]::new));
      for (AppRoute app : apps) {
        assertThat(Ports.connects(app.port())).isTrue();
      }
      apply(fixture);
      Await.until(
          "nothing listens", () -> apps.stream().noneMatch(app -> Ports.connects(app.port())));
    }
  }
}
