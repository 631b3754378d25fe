package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.tls.TlsOptions;
import io.scaledapp.balancer.tls.TlsOptions.ClientCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class TlsTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final Certificates CERTIFICATES = new Certificates();

  private final Path folder;

  TlsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Fixture fixture(Replica replica, TlsOptions tls) {
    return new Fixture(
        options ->
            options.withListeners(List.of(ListenerOptions.secure("https", "127.0.0.1", 0, tls))),
        Tables.app(replica));
  }

  private Path written(Certificates.Issued certificate, String name) {
    return certificate.writeTo(folder.resolve(name));
  }

  private TlsOptions shop() {
    return TlsOptions.of(written(CERTIFICATES.server("shop.example"), "shop"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requestsAreAnsweredAndTheReplicaIsToldOfHttps(String version) throws IOException {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, shop());
        var socket =
            TlsClient.trusting(CERTIFICATES)
                .socket(
                    fixture.balancer.port(),
                    "shop.example",
                    parameters -> {
                      parameters.setProtocols(new String[] {version});
                      return parameters;
                    });
        var client = new Client(socket)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      for (int i = 0; i < 3; i++) {
        assertThat(client.get("/")).isEqualTo(HI);
      }
      assertThat(replica.heads.getFirst())
          .contains("\r\nX-Forwarded-Proto: https\r\n")
          .contains("\r\nX-Forwarded-Port: 443\r\n")
          .contains("\r\nForwarded: for=127.0.0.1;proto=https;host=\"app\"\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void keysAreReadAsTheFieldsToolsWriteThem(String algorithm) throws IOException {
    var place = written(CERTIFICATES.serverWithKey(algorithm, "shop.example"), "shop");
    assertThat(Files.readString(place.resolve("tls.key")))
        .startsWith("-----BEGIN " + algorithm + " PRIVATE KEY-----");
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, TlsOptions.of(place));
        var client =
            TlsClient.trusting(CERTIFICATES).connect(fixture.balancer.port(), "shop.example")) {
      assertThat(client.get("/")).isEqualTo(HI);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example, CN=shop.example",
    "SHOP.example, CN=shop.example",
    "www.shop.example, CN=first.example",
    "first.example, CN=first.example",
    "a.wild.example, CN=*.wild.example",
    "b.wild.example, CN=b.wild.example",
    "a.b.wild.example, CN=first.example",
    "wild.example, CN=first.example",
    "unknown.example, CN=first.example",
  })
  void certificateIsChosenByTheNameThatIsAskedFor(String name, String subject) {
    var tls =
        TlsOptions.of(
            written(CERTIFICATES.server("first.example"), "first"),
            written(CERTIFICATES.server("shop.example"), "shop"),
            written(CERTIFICATES.server("*.wild.example"), "wild"),
            written(CERTIFICATES.server("b.wild.example"), "b"));
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, tls);
        var client = TlsClient.trusting(CERTIFICATES).connect(fixture.balancer.port(), name)) {
      assertThat(subject(client)).isEqualTo(subject);
    }
  }

  @Test
  void clientThatNamesNobodyGetsTheCertificateOfTheAddressOrElseTheFirst() {
    var first = written(CERTIFICATES.server("first.example"), "first");
    var address = written(CERTIFICATES.server("address.example", "127.0.0.1"), "address");
    try (var replica = Replica.answering(HI);
        var both = fixture(replica, TlsOptions.of(first, address));
        var one = fixture(replica, TlsOptions.of(first));
        var ofBoth = TlsClient.trusting(CERTIFICATES).connect(both.balancer.port(), "");
        var ofOne = TlsClient.trusting(CERTIFICATES).connect(one.balancer.port(), "")) {
      assertThat(subject(ofBoth)).isEqualTo("CN=address.example");
      assertThat(subject(ofOne)).isEqualTo("CN=first.example");
    }
  }

  private static String subject(Client client) {
    return TlsClient.certificate(client).getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @CsvSource({"http/1.1, http/1.1", "h2, h2", "http/1.1 h2, h2", "h3, ''"})
  void protocolIsNegotiated(String offered, String spoken) throws IOException {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, shop());
        var socket =
            TlsClient.trusting(CERTIFICATES)
                .socket(
                    fixture.balancer.port(),
                    "",
                    parameters -> {
                      parameters.setApplicationProtocols(offered.split(" "));
                      return parameters;
                    })) {
      assertThat(socket.getApplicationProtocol()).isEqualTo(spoken);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionIsTakenUpAgain(String version) throws IOException {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, shop())) {
      var clients = TlsClient.trusting(CERTIFICATES);
      long first = created(clients, fixture, version);
      Await.until("a clock that goes on", () -> System.currentTimeMillis() > first);
      assertThat(created(clients, fixture, version)).isEqualTo(first);
    }
  }

  /** When the session that a connection uses was made. */
  private static long created(TlsClient clients, Fixture fixture, String version)
      throws IOException {
    try (var socket =
            clients.socket(
                fixture.balancer.port(),
                "shop.example",
                parameters -> {
                  parameters.setProtocols(new String[] {version});
                  return parameters;
                });
        var client = new Client(socket)) {
      assertThat(client.get("/")).isEqualTo(HI);
      return socket.getSession().getCreationTime();
    }
  }

  @Test
  void clientCertificateIsVerifiedAndToldToReplicas() {
    var own = CERTIFICATES.client("CN=\"Alice \\\"A\\\"\", O=Example");
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, asking(true));
        var client = TlsClient.showing(own, CERTIFICATES).connect(fixture.balancer.port(), "")) {
      client.send(
          "GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-Client-Cert: Subject=\"CN=root\"\r\n"
              + "X_Forwarded_Client_Cert: forged\r\n\r\n");
      assertThat(client.readResponse()).isEqualTo(HI);
      assertThat(replica.heads.getFirst())
          .containsPattern(
              "\r\nX-Forwarded-Client-Cert: Hash=[0-9a-f]{64};Subject=\"[^\r]*Alice[^\r]*O=Example\"\r\n")
          .doesNotContain("CN=root")
          .doesNotContain("forged");
    }
  }

  @Test
  void clientWithoutARequiredCertificateIsRefused() throws IOException {
    var stranger = new Certificates().client("CN=stranger");
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, asking(true))) {
      for (var clients :
          List.of(TlsClient.trusting(CERTIFICATES), TlsClient.showing(stranger, CERTIFICATES))) {
        assertThatThrownBy(
                () -> {
                  try (var client = clients.connect(fixture.balancer.port(), "")) {
                    client.get("/");
                  }
                })
            // TLS 1.3 clients are told after their handshake.
            .isInstanceOfAny(UncheckedIOException.class, AssertionError.class);
      }
      assertThat(replica.heads).isEmpty();
    }
  }

  @Test
  void clientMayLeaveOutAnOptionalCertificateAndCannotForgeIt() {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, asking(false));
        var client = TlsClient.trusting(CERTIFICATES).connect(fixture.balancer.port(), "")) {
      client.send("GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-Client-Cert: Subject=me\r\n\r\n");
      assertThat(client.readResponse()).isEqualTo(HI);
      assertThat(replica.heads.getFirst()).doesNotContain("Client-Cert");
    }
  }

  @Test
  void trustedProxyIsNotBelievedAboutCertificatesThatTheListenerAsksForItself() {
    try (var replica = Replica.answering(HI);
        var fixture =
            new Fixture(
                options ->
                    options
                        .withTrustedProxies(List.of("127.0.0.1"))
                        .withListeners(
                            List.of(
                                ListenerOptions.plain("http", "127.0.0.1", 0),
                                ListenerOptions.secure("https", "127.0.0.1", 0, asking(false)))),
                Tables.app(replica));
        var plain = new Client(fixture.balancer.port("http"));
        var secure = TlsClient.trusting(CERTIFICATES).connect(fixture.balancer.port("https"), "")) {
      var request = "GET / HTTP/1.1\r\nHost: app\r\nX-Forwarded-Client-Cert: Subject=me\r\n\r\n";
      assertThat(plain.send(request).readResponse()).isEqualTo(HI);
      assertThat(secure.send(request).readResponse()).isEqualTo(HI);
      assertThat(replica.heads.get(0)).contains("X-Forwarded-Client-Cert: Subject=me");
      assertThat(replica.heads.get(1)).doesNotContain("Client-Cert");
    }
  }

  private TlsOptions asking(boolean required) {
    var authorities = CERTIFICATES.writeAuthority(folder.resolve("ca.crt"));
    return shop().withClientCertificates(new ClientCertificates(authorities, required));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key"})
  void startWithoutAFileNamesIt(String file) throws IOException {
    var place = written(CERTIFICATES.server("shop.example"), "shop");
    Files.delete(place.resolve(file));
    assertThatThrownBy(() -> start(place))
        .isInstanceOf(IOException.class)
        .hasMessage(place.resolve(file) + ": is not there");
  }

  @Test
  void startWithAKeyOfAnotherCertificateSaysSo() throws IOException {
    var place = written(CERTIFICATES.server("shop.example"), "shop");
    Files.copy(
        written(CERTIFICATES.server("other.example"), "other").resolve("tls.key"),
        place.resolve("tls.key"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> start(place))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls.key: does not fit " + place.resolve("tls.crt"));
  }

  private static void start(Path certificate) throws IOException {
    var listener = ListenerOptions.secure("https", "127.0.0.1", 0, TlsOptions.of(certificate));
    Balancer.start(
            BalancerOptions.DEFAULT.withEventLoops(1).withListeners(List.of(listener)),
            report -> {})
        .close();
  }

  @Test
  void closeNotifyOfTheClientEndsAnIdleConnection() throws IOException {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, shop());
        var client = TlsClient.trusting(CERTIFICATES).connect(fixture.balancer.port(), "")) {
      assertThat(client.get("/")).isEqualTo(HI);
      ((SSLSocket) client.socket).shutdownOutput();
      assertThat(client.read()).isEqualTo(-1);
    }
  }
}
