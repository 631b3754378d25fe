package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.tls.TlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that hold to no protocol; others notice nothing of them. */
@ExtendWith(LeakCheck.class)
class HostileTlsTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final Certificates CERTIFICATES = new Certificates();
  private static final TlsClient CLIENTS = TlsClient.trusting(CERTIFICATES);

  private final Path certificate;

  HostileTlsTest(@TempDir Path folder) {
    certificate = CERTIFICATES.server("shop.example").writeTo(folder);
  }

  private Fixture fixture(Replica replica, TlsOptions tls) {
    return new Fixture(
        options ->
            options.withListeners(List.of(ListenerOptions.secure("https", "127.0.0.1", 0, tls))),
        Tables.app(replica));
  }

  private static void assertOthersAreServed(Fixture fixture) {
    try (var client = CLIENTS.connect(fixture.balancer.port(), "")) {
      assertThat(client.get("/")).isEqualTo(HI);
    }
  }

  /** A record of TLS, of the type handshake and with the length that the first bytes say. */
  private static String hello(int length) {
    return "\26\3\1" + (char) (length >> 8) + (char) (length & 0xff);
  }

  @Test
  void plainTextIsRefused() {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, TlsOptions.of(certificate));
        var client = new Client(fixture.balancer.port())) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n").readAll())
          .doesNotContain("HTTP");
      assertThat(replica.heads).isEmpty();
      assertOthersAreServed(fixture);
    }
  }

  @Test
  void handshakeThatDoesNotEndIsCutOff() {
    var tls = TlsOptions.of(certificate).withHandshakes(Duration.ofMillis(200), 100);
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, tls);
        var silent = new Client(fixture.balancer.port());
        var slow = new Client(fixture.balancer.port())) {
      slow.send(hello(500) + "\1\0\1");
      assertThat(silent.readAll()).isEmpty();
      slow.readAll();
      assertOthersAreServed(fixture);
    }
  }

  @Test
  void oldestOfTooManyUnfinishedHandshakesIsGivenUp() {
    var tls = TlsOptions.of(certificate).withHandshakes(Duration.ofSeconds(60), 3);
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, tls)) {
      var silent = new ArrayList<Client>();
      try {
        for (int i = 0; i < 3; i++) {
          silent.add(new Client(fixture.balancer.port()));
        }
        assertOthersAreServed(fixture);
        assertThat(silent.getFirst().readAll()).isEmpty();
      } finally {
        silent.forEach(Client::close);
      }
    }
  }

  @Test
  void hugeHelloIsRefused() {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, TlsOptions.of(certificate));
        var client = new Client(fixture.balancer.port())) {
      // A hello of 1 MiB, of which the first record comes.
      client.send(hello(16_000) + "\1\20\0\0" + "x".repeat(15_996));
      client.readAll();
      assertOthersAreServed(fixture);
    }
  }

  @Test
  void garbageInsideTheFirstRecordIsRefused() {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, TlsOptions.of(certificate));
        var client = new Client(fixture.balancer.port())) {
      client.send(hello(6) + "\1\0\0\2\3\3");
      client.readAll();
      assertOthersAreServed(fixture);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void oldVersionsAreRefused(String version) throws Exception {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, TlsOptions.of(certificate))) {
      var output = openssl(fixture, "", version, "-cipher", "ALL:@SECLEVEL=0").lines().toList();
      assertThat(output).anyMatch(line -> line.contains("alert"));
      assertThat(output).noneMatch(line -> line.contains("BEGIN CERTIFICATE"));
      assertOthersAreServed(fixture);
    }
  }

  /** Renegotiation is a trick to have a server do the costly work again and again. */
  @Test
  void renegotiationIsRefused() throws Exception {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, TlsOptions.of(certificate))) {
      var output =
          openssl(
              fixture,
              "R\nGET / HTTP/1.1\r\nHost: app\r\n\r\n",
              "-tls1_2",
              "-legacy_renegotiation");
      assertThat(output).contains("RENEGOTIATING").doesNotContain("HTTP/1.1 200");
      assertOthersAreServed(fixture);
    }
  }

  /** What {@code openssl s_client} says. */
  private static String openssl(Fixture fixture, String input, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl", "s_client", "-connect"));
    command.add("127.0.0.1:" + fixture.balancer.port());
    command.addAll(List.of(options));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.outputWriter(ISO_8859_1)) {
      in.write(input);
    }
    var output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  @Test
  void clientThatTrustsAnotherAuthorityIsNoFailureOfTheBalancer() {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, TlsOptions.of(certificate));
        var logs = new Logs()) {
      assertThatThrownBy(
              () -> TlsClient.trusting(new Certificates()).connect(fixture.balancer.port(), ""))
          .isInstanceOf(UncheckedIOException.class);
      assertOthersAreServed(fixture);
      assertThat(logs.lines()).noneMatch(line -> line.contains("of the balancer's own"));
    }
  }
}
