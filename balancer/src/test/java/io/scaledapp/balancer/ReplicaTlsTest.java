package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.Certificates.Issued;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.EndpointTls;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.tls.ReplicaTlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that speak TLS, by the JDK's. */
@ExtendWith(LeakCheck.class)
class ReplicaTlsTest {
  private static final String NAME = "shop.internal";
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final Certificates CERTIFICATES = new Certificates();
  private static final Issued OF_NAME = CERTIFICATES.server(NAME);
  private static final Transport SECURE = new Transport(false, new EndpointTls("internal", NAME));

  private final Path folder;
  private final Path authorities;

  ReplicaTlsTest(@TempDir Path folder) {
    this.folder = folder;
    authorities = CERTIFICATES.writeAuthority(folder.resolve("ca.crt"));
  }

  private static Replica replica(Issued own, String protocol, Replica.Script script) {
    return replica(own, protocol, false, script);
  }

  private static Replica replica(
      Issued own, String protocol, boolean asksForCertificate, Replica.Script script) {
    return Replica.start(
        connection -> {
          try (var socket = over(connection.socket, own)) {
            socket.setNeedClientAuth(asksForCertificate);
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(
                protocol.isEmpty() ? new String[0] : new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            script.run(new Replica.Connection(socket, connection.number));
          }
        });
  }

  private static SSLSocket over(Socket accepted, Issued own) throws IOException {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("authority", CERTIFICATES.authority());
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      var keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(own.asKeyStore(), new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      var socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, 443, true);
      socket.setUseClientMode(false);
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(Replica.Connection connection) throws IOException {
    while (!connection.readHead().isEmpty()) {
      connection.write(HI);
    }
  }

  private static Replica answering(Issued own) {
    return replica(own, "http/1.1", ReplicaTlsTest::answer);
  }

  private static AppRoute app(Transport transport, Replica... replicas) {
    return Tables.app(replicas).withTransport(transport);
  }

  private Fixture fixture(AppRoute app) {
    return fixture(app, Optional.empty());
  }

  private Fixture fixture(AppRoute app, Optional<Path> certificate) {
    var profile = new ReplicaTlsOptions("internal", Optional.of(authorities), certificate);
    return new Fixture(options -> options.withReplicaTls(List.of(profile)), app);
  }

  private static void badGateway(Fixture fixture) {
    assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 502 ");
    assertThat(fixture.load().endpoints().getFirst().failures()).isPositive();
  }

  @Test
  void requestsGoOverOneVerifiedConnection() {
    try (var replica = answering(OF_NAME);
        var fixture = fixture(app(SECURE, replica))) {
      for (int i = 0; i < 3; i++) {
        assertThat(fixture.client().get("/")).isEqualTo(HI);
      }
      assertThat(replica.accepted.get()).isEqualTo(1);
    }
  }

  @Test
  void nameOfAnEndpointIsItsAddressUnlessAnotherIsSaid() {
    var transport = new Transport(false, new EndpointTls("internal", ""));
    try (var replica = answering(CERTIFICATES.server("127.0.0.1"));
        var fixture = fixture(app(transport, replica))) {
      assertThat(fixture.client().get("/")).isEqualTo(HI);
    }
  }

  @Test
  void certificateOfAnotherNameIsRefused() {
    try (var replica = answering(CERTIFICATES.server("other.internal"));
        var fixture = fixture(app(SECURE, replica))) {
      badGateway(fixture);
    }
  }

  @Test
  void certificateOfAnotherAuthorityIsRefused() {
    try (var replica = answering(new Certificates().server(NAME));
        var fixture = fixture(app(SECURE, replica))) {
      badGateway(fixture);
      assertThat(fixture.client().get("/")).contains("details=\"replica_tls_failed\"");
    }
  }

  @Test
  void certificateThatNoPublicAuthoritySignedIsRefusedWithTheSystemsProfile() {
    var transport = new Transport(false, new EndpointTls("system", NAME));
    try (var replica = answering(OF_NAME);
        var fixture = fixture(app(transport, replica))) {
      badGateway(fixture);
    }
  }

  @Test
  void profileThatIsNotThereIsBadGateway() {
    var transport = new Transport(false, new EndpointTls("forgotten", NAME));
    try (var replica = answering(OF_NAME);
        var fixture = fixture(app(transport, replica))) {
      badGateway(fixture);
    }
  }

  @Test
  void replicaThatSpeaksNoTlsIsBadGateway() {
    try (var replica = Replica.start(connection -> connection.write("220 ready"));
        var fixture = fixture(app(SECURE, replica))) {
      badGateway(fixture);
    }
  }

  @Test
  void failedHandshakeSendsTheRequestElsewhere() {
    try (var bad = answering(CERTIFICATES.server("other.internal"));
        var good = answering(OF_NAME);
        var fixture = fixture(app(SECURE, bad, good))) {
      for (int i = 0; i < 4; i++) {
        assertThat(fixture.client().get("/")).isEqualTo(HI);
      }
      assertThat(bad.accepted.get()).isPositive();
    }
  }

  @Test
  void replicaIsShownTheProfilesCertificate() {
    var own = CERTIFICATES.client("CN=balancer").writeTo(folder.resolve("own"));
    try (var replica = replica(OF_NAME, "http/1.1", true, ReplicaTlsTest::answer)) {
      try (var fixture = fixture(app(SECURE, replica), Optional.of(own))) {
        assertThat(fixture.client().get("/")).isEqualTo(HI);
      }
      try (var fixture = fixture(app(SECURE, replica))) {
        badGateway(fixture);
      }
    }
  }

  @Test
  void http2IsChosenByAlpn() {
    try (var replica =
            replica(
                OF_NAME,
                "h2",
                connection -> {
                  try (var peer = FramePeer.replica(connection)) {
                    int stream = peer.readUntil(FramePeer.HEADERS).stream();
                    peer.answer(stream, "200", "stream " + stream);
                    peer.readUntil(-1);
                  } catch (UncheckedIOException e) {
                    throw e.getCause();
                  }
                });
        var fixture = fixture(app(SECURE, replica).withProtocol(Protocol.HTTP2))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void replicaThatDoesNotOfferHttp2IsBadGateway() {
    try (var replica = replica(OF_NAME, "", connection -> connection.in.readAllBytes());
        var fixture = fixture(app(SECURE, replica).withProtocol(Protocol.HTTP2))) {
      badGateway(fixture);
    }
  }

  @Test
  void bytesOfAnAppThatSpeaksTcpPass() {
    int port = Ports.free();
    try (var replica =
            replica(
                OF_NAME,
                "",
                connection -> {
                  connection.write("220 ready ");
                  connection.write(connection.read(5));
                });
        var fixture = fixture(Tables.app())) {
      var app = app(SECURE, replica).withProtocol(Protocol.TCP).withPort(port);
      fixture.balancer.apply(Tables.of(app)).toCompletableFuture().join();
      try (var client = new Client(port)) {
        assertThat(client.read(10)).isEqualTo("220 ready ");
        assertThat(client.send("hello").readAll()).isEqualTo("hello");
      }
      Await.until("it is over", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void checkByGrpcGoesInTlsToo() {
    var asked = new CompletableFuture<List<String>>();
    var check =
        new HealthCheck(
            "", Duration.ofMillis(100), Duration.ofSeconds(5), 1, 1, new HealthCheck.Grpc(""));
    try (var replica =
        replica(
            OF_NAME,
            "h2",
            connection -> {
              try (var peer = FramePeer.replica(connection)) {
                int stream = peer.request();
                asked.complete(peer.got(stream).fields.getFirst());
                peer.readUntil(-1);
              } catch (UncheckedIOException e) {
                throw e.getCause();
              }
            })) {
      var app = app(SECURE, replica).withProtocol(Protocol.HTTP2);
      try (var fixture = fixture(app.with(app.policy(), app.traffic().withHealthCheck(check)))) {
        Await.until("it is asked", asked::isDone);
        assertThat(asked.join())
            .contains(
                ":method: POST",
                ":scheme: https",
                ":path: /grpc.health.v1.Health/Check",
                "content-type: application/grpc",
                "te: trailers",
                "grpc-timeout: 5000m");
        assertThat(fixture.load().requests()).isZero();
      }
    }
  }

  @Test
  void checkOfAnEndpointGoesInTlsToo() {
    var checks = new AtomicInteger();
    var check = new HealthCheck("/healthz", Duration.ofMillis(100), Duration.ofSeconds(5), 1, 1);
    try (var replica =
        replica(
            OF_NAME,
            "http/1.1",
            connection -> {
              if (connection.readHead().startsWith("GET /healthz ")) {
                checks.incrementAndGet();
              }
              connection.write(HI);
            })) {
      var app = app(SECURE, replica);
      try (var fixture = fixture(app.with(app.policy(), app.traffic().withHealthCheck(check)))) {
        Await.until("it is checked", () -> checks.get() > 1);
        assertThat(fixture.client().get("/")).isEqualTo(HI);
      }
    }
  }

  @Test
  void answerWithoutALengthThatIsCutIsPassedOnAsCut() {
    try (var replica =
            Replica.start(
                connection -> {
                  var socket = over(connection.socket, OF_NAME);
                  socket.startHandshake();
                  var inside = new Replica.Connection(socket, connection.number);
                  inside.readHead();
                  inside.write("HTTP/1.1 200 OK\r\n\r\nhalf");
                  connection.socket.close();
                });
        var fixture = fixture(app(SECURE, replica))) {
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      client.readHead();
      assertThatThrownBy(client::readAll).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void answerWithoutALengthEndsWithTheConnection() {
    try (var replica =
            replica(
                OF_NAME,
                "http/1.1",
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\n\r\nwhole");
                });
        var fixture = fixture(app(SECURE, replica))) {
      var client = fixture.client().send("GET / HTTP/1.0\r\nHost: app\r\n\r\n");
      client.readHead();
      assertThat(client.readAll()).isEqualTo("whole");
    }
  }

  @Test
  void connectionInPlainTextIsNotUsedOnceTheAppIsSecured() {
    var usual = Timeouts.DEFAULT;
    var timeouts = new Timeouts(Duration.ofMillis(500), usual.read(), usual.send(), usual.tunnel());
    try (var replica = Replica.answering(HI);
        var fixture = fixture(Tables.app())) {
      var plain = Tables.app(0, QueueLimits.DEFAULT, timeouts, Tables.endpoints(replica));
      fixture.balancer.apply(Tables.of(plain));
      assertThat(fixture.client().get("/")).isEqualTo(HI);
      fixture.balancer.apply(Tables.of(plain.withTransport(SECURE)));
      badGateway(fixture);
      fixture.balancer.apply(Tables.of(plain));
      assertThat(fixture.client().get("/")).isEqualTo(HI);
    }
  }

  @Test
  void authoritiesThatAreReplacedHoldForNewConnections() throws IOException {
    var later = new Certificates();
    try (var replica =
            replica(
                later.server(NAME),
                "http/1.1",
                connection -> {
                  connection.readHead();
                  connection.write(HI.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                });
        var fixture = fixture(app(SECURE, replica))) {
      badGateway(fixture);
      Files.writeString(authorities, "nothing");
      Files.writeString(authorities, later.authorityPem());
      Await.until("it is trusted", () -> fixture.client().get("/").endsWith("hi"));
    }
  }

  @Test
  void profilesChangeWithTheConfigurationAndStayWhereItIsWrong() throws IOException {
    try (var replica = answering(OF_NAME);
        var fixture = new Fixture(options -> options, app(SECURE, replica))) {
      badGateway(fixture);
      var right = new ReplicaTlsOptions("internal", Optional.of(authorities), Optional.empty());
      var base = BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0);
      fixture.balancer.reconfigure(base.withReplicaTls(List.of(right)), Duration.ZERO);
      assertThat(fixture.client().get("/")).isEqualTo(HI);
      var missing = folder.resolve("missing");
      var wrong = new ReplicaTlsOptions("internal", Optional.of(missing), Optional.empty());
      assertThatThrownBy(
              () ->
                  fixture.balancer.reconfigure(base.withReplicaTls(List.of(wrong)), Duration.ZERO))
          .hasMessageContaining(missing + ": is not there");
      assertThat(fixture.client().get("/")).isEqualTo(HI);
    }
  }
}
