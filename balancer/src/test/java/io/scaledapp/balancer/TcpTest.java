package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.proxyprotocol.ProxyProtocolOptions;
import io.scaledapp.balancer.tls.TlsOptions;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class TcpTest {
  private static final String NAME = "default/app";
  private static final QueueLimits SHORT = new QueueLimits(1, Duration.ofSeconds(3));

  private final int port = Ports.free();

  private static Replica echo() {
    return Replica.start(connection -> connection.in.transferTo(connection.out));
  }

  /** Answers with its name and all that came, at the end of what came. */
  private static Replica named(String name) {
    return Replica.start(
        connection ->
            connection.write(name + " " + new String(connection.in.readAllBytes(), ISO_8859_1)));
  }

  private static AppRoute tcp(AppRoute route) {
    return route.withProtocol(AppRoute.Protocol.TCP);
  }

  private AppRoute app(
      int maxConcurrency, QueueLimits queue, Timeouts timeouts, List<Endpoint> endpoints) {
    return tcp(Tables.app(maxConcurrency, queue, timeouts, endpoints)).withPort(port);
  }

  private AppRoute app(Replica... replicas) {
    return app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, Tables.endpoints(replicas));
  }

  private static void apply(Fixture fixture, AppRoute... apps) {
    fixture.balancer.apply(Tables.of(apps)).toCompletableFuture().join();
  }

  private static Fixture serving(AppRoute app) {
    var fixture = new Fixture(options -> options);
    apply(fixture, app);
    return fixture;
  }

  private static Timeouts tunnel(Duration silence) {
    var absent = Timeouts.DEFAULT;
    return new Timeouts(absent.connect(), absent.read(), Duration.ofMillis(500), silence);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void bytesPassBothWaysAndCountAsLoad(int eventLoops) {
    try (var replica = echo();
        var fixture = new Fixture(options -> options.withEventLoops(eventLoops))) {
      apply(fixture, app(replica));
      try (var client = new Client(port);
          var other = new Client(port)) {
        assertThat(client.send("hello").read(5)).isEqualTo("hello");
        assertThat(other.send("GET / HTTP/1.1\r\n\r\n").read(18)).startsWith("GET / ");
        assertThat(client.send("again").read(5)).isEqualTo("again");
        var load = fixture.load();
        assertThat(load.requests()).isEqualTo(2);
        assertThat(load.connections()).isEqualTo(2);
        assertThat(load.concurrency()).isEqualTo(2);
        assertThat(load.endpoints().getFirst().tunnels()).isEqualTo(2);
        assertThat(fixture.balancer.clientConnections()).isEqualTo(2);
      }
      Await.until("both are over", () -> fixture.load().concurrency() == 0);
      assertThat(fixture.load().connections()).isZero();
      assertThat(fixture.load().endpoints().getFirst().tunnels()).isZero();
      assertThat(fixture.load().endpoints().getFirst().concurrency()).isZero();
      Await.until("none is open", () -> fixture.balancer.clientConnections() == 0);
    }
  }

  @Test
  void serverMaySpeakFirst() {
    try (var replica = Replica.start(connection -> connection.write("220 ready"));
        var fixture = serving(app(replica));
        var client = new Client(port)) {
      assertThat(client.readAll()).isEqualTo("220 ready");
    }
  }

  @Test
  void endOfTheClientsSideLeavesTheReplicasOpen() {
    try (var replica =
            Replica.start(
                connection -> {
                  var all = new String(connection.in.readAllBytes(), ISO_8859_1);
                  connection.write(all.repeat(1 << 20));
                });
        var fixture = serving(app(replica));
        var client = new Client(port)) {
      client.send("hello").endOutput();
      assertThat(client.readAll()).hasSize(5 << 20).startsWith("hellohello");
      Await.until("it is over", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void endOfTheReplicasSideLeavesTheClientsOpen() {
    var seen = new CompletableFuture<String>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.write("bye");
                  connection.socket.shutdownOutput();
                  seen.complete(new String(connection.in.readAllBytes(), ISO_8859_1));
                });
        var fixture = serving(app(replica));
        var client = new Client(port)) {
      assertThat(client.readAll()).isEqualTo("bye");
      client.send("hello").endOutput();
      assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
      Await.until("it is over", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void resetOfTheReplicaResetsTheClient() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.read(5);
                  connection.reset();
                });
        var fixture = serving(app(replica));
        var client = new Client(port)) {
      client.send("hello");
      assertThatThrownBy(client::readAll).hasCauseInstanceOf(SocketException.class);
      Await.until("it is over", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void resetOfTheClientResetsTheReplica() throws Exception {
    var seen = new CompletableFuture<Throwable>();
    try (var replica =
            Replica.start(
                connection -> {
                  try {
                    connection.in.transferTo(connection.out);
                  } catch (SocketException e) {
                    seen.complete(e);
                  }
                });
        var fixture = serving(app(replica));
        var client = new Client(port)) {
      client.send("hello").read(5);
      client.socket.setSoLinger(true, 0);
      client.close();
      assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS);
      Await.until("it is over", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void slowClientSlowsTheReplicaDown() throws InterruptedException {
    var written = new AtomicLong();
    long size = 64L << 20;
    try (var replica =
            Replica.start(
                connection -> {
                  byte[] block = new byte[1 << 16];
                  for (long i = 0; i < size / block.length; i++) {
                    connection.out.write(block);
                    written.addAndGet(block.length);
                  }
                });
        var fixture = serving(app(replica));
        var client = new Client(port)) {
      assertThat(stalled(written)).isLessThan(size / 2);
      assertThat(client.readAll()).hasSize((int) size);
    }
  }

  @Test
  void slowReplicaSlowsTheClientDown() throws InterruptedException {
    var written = new AtomicLong();
    long size = 64L << 20;
    var go = new CountDownLatch(1);
    var seen = new CompletableFuture<Integer>();
    try (var replica =
            Replica.start(
                connection -> {
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  seen.complete(connection.in.readAllBytes().length);
                });
        var fixture = serving(app(replica));
        var client = new Client(port)) {
      var block = "x".repeat(1 << 16);
      var sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (long i = 0; i < size / block.length(); i++) {
                      client.send(block);
                      written.addAndGet(block.length());
                    }
                    client.endOutput();
                  });
      assertThat(stalled(written)).isLessThan(size / 2);
      go.countDown();
      assertThat(seen).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo((int) size);
      sender.join();
    }
  }

  private static long stalled(AtomicLong written) throws InterruptedException {
    long before = -1;
    while (before != written.get()) {
      before = written.get();
      TimeUnit.MILLISECONDS.sleep(500);
    }
    return before;
  }

  @Test
  void connectionWaitsWhileNoReplicaIsReadyAndLosesNothing() {
    try (var replica = named("one");
        var fixture = serving(app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.<Endpoint>of()));
        var client = new Client(port)) {
      client.send("hello").endOutput();
      Await.until("it waits", () -> fixture.load().queued() == 1);
      assertThat(fixture.load().connections()).isEqualTo(1);
      apply(fixture, app(replica));
      assertThat(client.readAll()).isEqualTo("one hello");
    }
  }

  @Test
  void connectionThatEndsBeforeItsFirstByteWaitsNoLonger() {
    try (var fixture = serving(app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.<Endpoint>of()));
        var client = new Client(port)) {
      Await.until("it waits", () -> fixture.load().queued() == 1);
      client.close();
      Await.until("it waits no longer", () -> fixture.load().queued() == 0);
      Await.until("none is open", () -> fixture.balancer.clientConnections() == 0);
    }
  }

  @Test
  void connectionThatWaitsTooLongOrFindsTheQueueFullIsReset() {
    try (var fixture = serving(app(0, SHORT, Timeouts.DEFAULT, List.<Endpoint>of()));
        var client = new Client(port)) {
      Await.until("it waits", () -> fixture.load().queued() == 1);
      try (var other = new Client(port)) {
        assertThatThrownBy(other::read).isInstanceOf(UncheckedIOException.class);
      }
      assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
      assertThat(fixture.load().refused()).isEqualTo(2);
      Await.until("none is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void limitPerReplicaIsOneOfConnections() {
    try (var replica = echo();
        var fixture =
            serving(app(1, QueueLimits.DEFAULT, Timeouts.DEFAULT, Tables.endpoints(replica)));
        var first = new Client(port)) {
      assertThat(first.send("one").read(3)).isEqualTo("one");
      try (var second = new Client(port).send("two")) {
        Await.until("it waits", () -> fixture.load().queued() == 1);
        first.close();
        assertThat(second.read(3)).isEqualTo("two");
      }
    }
  }

  @Test
  void connectionGoesElsewhereWhereOneReplicaCannotBeReached() {
    var gone = Tables.endpoint(Ports.free(), Endpoint.State.READY);
    try (var replica = named("one");
        var fixture =
            serving(
                app(
                    0,
                    QueueLimits.DEFAULT,
                    Timeouts.DEFAULT,
                    List.of(gone, Tables.endpoint(replica))))) {
      for (int i = 0; i < 4; i++) {
        try (var client = new Client(port)) {
          client.send("hello").endOutput();
          assertThat(client.readAll()).isEqualTo("one hello");
        }
      }
      assertThat(fixture.load().endpoints().getFirst().failures()).isPositive();
    }
  }

  @Test
  void connectionIsResetWhereNoReplicaCanBeReached() {
    var gone = Tables.endpoint(Ports.free(), Endpoint.State.READY);
    try (var fixture = serving(app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(gone)));
        var client = new Client(port)) {
      assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
      Await.until("it is over", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void silentConnectionIsClosedAndOneThatSpeaksIsNot() {
    try (var replica = echo();
        var fixture =
            serving(
                app(
                    0,
                    QueueLimits.DEFAULT,
                    tunnel(Duration.ofSeconds(1)),
                    Tables.endpoints(replica)));
        var silent = new Client(port);
        var client = new Client(port)) {
      assertThat(silent.send("x").read(1)).isEqualTo("x");
      Await.until(
          "the silent one is over",
          () -> {
            assertThat(client.send("x").read(1)).isEqualTo("x");
            return fixture.load().concurrency() == 1;
          });
      assertThat(silent.readAll()).isEmpty();
    }
  }

  @Test
  void drainingReplicaKeepsItsConnectionsAndGetsNoOther() {
    try (var leaving = named("leaving");
        var other = named("other");
        var fixture = serving(app(leaving));
        var client = new Client(port)) {
      Await.until("it has it", () -> leaving.accepted.get() == 1);
      apply(
          fixture,
          app(
              0,
              QueueLimits.DEFAULT,
              Timeouts.DEFAULT,
              List.of(
                  Tables.endpoint(leaving.port(), Endpoint.State.DRAINING),
                  Tables.endpoint(other))));
      try (var second = new Client(port)) {
        second.send("2").endOutput();
        assertThat(second.readAll()).isEqualTo("other 2");
      }
      client.send("1").endOutput();
      assertThat(client.readAll()).isEqualTo("leaving 1");
    }
  }

  @Test
  void connectionsEndBeforeTheirReplicaGoesAndNewOnesGoElsewhere() {
    var seen = new CompletableFuture<String>();
    try (var leaving =
            Replica.start(
                connection -> {
                  connection.write("leaving");
                  seen.complete(new String(connection.in.readAllBytes(), ISO_8859_1));
                });
        var other = named("other");
        var fixture = serving(app(leaving));
        var client = new Client(port).send("hello")) {
      Await.until("it has it", () -> leaving.accepted.get() == 1);
      var draining = Tables.endpoint(leaving).draining(Duration.ofSeconds(1));
      var endpoints = List.of(draining, Tables.endpoint(other));
      apply(fixture, app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, endpoints));
      assertThat(client.readAll()).isEqualTo("leaving");
      assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("hello");
      Await.until("it is over", () -> fixture.load().concurrency() == 0);
      assertThat(fixture.load().endpoints()).allMatch(load -> load.failures() == 0);
      try (var second = new Client(port)) {
        second.send("2").endOutput();
        assertThat(second.readAll()).isEqualTo("other 2");
      }
    }
  }

  @Test
  void closingBalancerEndsConnectionsWhenTheGraceIsOver() throws InterruptedException {
    var seen = new CompletableFuture<Integer>();
    try (var replica =
            Replica.start(connection -> seen.complete(connection.in.readAllBytes().length));
        var fixture = serving(app(replica));
        var client = new Client(port).send("hello")) {
      Await.until("the replica has it", () -> replica.accepted.get() == 1);
      var closing = Thread.ofVirtual().start(() -> fixture.balancer.close(Duration.ofSeconds(1)));
      assertThat(client.readAll()).isEmpty();
      assertThat(seen).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(5);
      closing.join();
    }
  }

  @Test
  void appThatSpeaksTcpAnswersNoRequest() {
    try (var replica = echo();
        var fixture = serving(app(replica))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void protocolMayChangeForNewConnections() {
    try (var replica = echo();
        var web = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var fixture = serving(app(replica));
        var tcp = new Client(port)) {
      assertThat(tcp.send("hello").read(5)).isEqualTo("hello");
      apply(fixture, app(web).withProtocol(AppRoute.Protocol.HTTP1));
      assertThat(tcp.send("hello").read(5)).isEqualTo("hello");
      try (var http = new Client(port)) {
        assertThat(http.get("/")).endsWith("ok");
        apply(fixture, app(replica));
        assertThat(http.get("/")).startsWith("HTTP/1.1 404 ");
      }
    }
  }

  @Test
  void oneConnectionTooManyIsReset() {
    try (var replica = echo();
        var fixture = new Fixture(options -> options.withMaxConnections(1))) {
      apply(fixture, app(replica));
      try (var client = new Client(port);
          var other = new Client(port)) {
        assertThatThrownBy(other::read).isInstanceOf(UncheckedIOException.class);
        assertThat(client.send("hello").read(5)).isEqualTo("hello");
      }
    }
  }

  @Test
  void checkOfAnEndpointIsThatItsPortOpens() {
    var check = new HealthCheck("", Duration.ofMillis(100), Duration.ofSeconds(1), 1, 1);
    try (var one = named("one");
        var two = named("two");
        var fixture = new Fixture(options -> options)) {
      var app = app(one, two);
      apply(fixture, app.with(app.policy(), app.traffic().withHealthCheck(check)));
      one.kill();
      Await.until("it is checked", () -> two.accepted.get() > 3);
      try (var client = new Client(port)) {
        client.send("1").endOutput();
        assertThat(client.readAll()).isEqualTo("two 1");
      }
    }
  }

  @Test
  void listenerMayBeTheApps() throws Exception {
    var listener = ListenerOptions.plain("mail", "127.0.0.1", 0);
    try (var replica = echo();
        var fixture =
            new Fixture(options -> options.withListeners(List.of(listener.withApp(NAME))))) {
      try (var early = new Client(fixture.balancer.port("mail"))) {
        assertThat(early.read()).isNegative();
      }
      apply(fixture, tcp(Tables.app(replica)));
      int at = fixture.balancer.port("mail");
      try (var client = new Client(at)) {
        assertThat(client.send("hello").read(5)).isEqualTo("hello");
        fixture.balancer.reconfigure(
            BalancerOptions.DEFAULT.withListeners(List.of(listener)), Duration.ZERO);
        assertThat(fixture.balancer.port("mail")).isEqualTo(at);
        assertThat(client.send("hello").read(5)).isEqualTo("hello");
        try (var http = new Client(at)) {
          assertThat(http.get("/")).startsWith("HTTP/1.1 404 ");
        }
      }
    }
  }

  @Test
  void tlsEndsAtTheAppsListener(@TempDir Path folder) {
    var certificates = new Certificates();
    var options = TlsOptions.of(certificates.server("mail.example.com").writeTo(folder));
    var listener = ListenerOptions.secure("mail", "127.0.0.1", 0, options).withApp(NAME);
    try (var replica = named("one");
        var fixture = new Fixture(all -> all.withListeners(List.of(listener)))) {
      apply(fixture, tcp(Tables.app(replica)));
      var tls = TlsClient.trusting(certificates);
      try (var ended = echo();
          var client = tls.connect(fixture.balancer.port("mail"), "mail.example.com")) {
        apply(fixture, tcp(Tables.app(ended)));
        try (var other = tls.connect(fixture.balancer.port("mail"), "mail.example.com")) {
          assertThat(other.send("hello").read(5)).isEqualTo("hello");
        }
        client.close();
      }
      Await.until("both are over", () -> fixture.load().concurrency() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void replicaIsToldTheClientsAddressByTheProxyProtocol(boolean behindProxy) {
    var plain = ListenerOptions.plain("mail", "127.0.0.1", 0).withApp(NAME);
    var proxies = new ProxyProtocolOptions(List.of("127.0.0.0/8"), ProxyProtocolOptions.TIMEOUT);
    var listener = behindProxy ? plain.withProxyProtocol(proxies) : plain;
    try (var replica = echo();
        var fixture = new Fixture(options -> options.withListeners(List.of(listener)))) {
      apply(fixture, tcp(Tables.app(replica)).withTransport(new Transport(true, null)));
      int at = fixture.balancer.port("mail");
      try (var client = new Client(at)) {
        if (behindProxy) {
          client.send("PROXY TCP6 2001:db8::7 2001:db8::1 51000 25\r\n");
        }
        byte[] told = client.send("hello").read(behindProxy ? 57 : 33).getBytes(ISO_8859_1);
        assertThat(told)
            .startsWith(
                0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x21);
        int from = client.socket.getLocalPort();
        if (behindProxy) {
          assertThat(told).containsSequence(0x21, 0x00, 0x24, 0x20, 0x01, 0x0d, 0xb8);
          assertThat(told).containsSequence(0xc7, 0x38, 0x00, 0x19);
        } else {
          assertThat(told)
              .containsSequence(0x11, 0x00, 0x0c, 127, 0, 0, 1, 127, 0, 0, 1)
              .containsSequence(from >> 8, from & 0xff, at >> 8, at & 0xff);
        }
        assertThat(new String(told, ISO_8859_1)).endsWith("hello");
      }
    }
  }
}
