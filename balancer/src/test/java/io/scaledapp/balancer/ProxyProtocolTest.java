package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.proxyprotocol.ProxyProtocolOptions;
import io.scaledapp.balancer.tls.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class ProxyProtocolTest {
  private static final String HI = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n\r\n";
  private static final String V1 = "PROXY TCP4 192.0.2.7 198.51.100.1 51000 443\r\n";

  /** 192.0.2.7:51000 to 198.51.100.1:443. */
  private static final String V2 = v2("21", "11", "000c", "c0000207c6336401c73801bb");

  /** 2001:db8::7 to 2001:db8::1. */
  private static final String V2_IPV6 =
      v2(
          "21",
          "21",
          "0024",
          "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "c73801bb");

  private static String v2(String command, String family, String length, String rest) {
    var bytes =
        HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + command + family + length + rest);
    return new String(bytes, ISO_8859_1);
  }

  private static Fixture fixture(Replica replica, String trusted, Duration timeout) {
    var listener =
        ListenerOptions.plain("http", "127.0.0.1", 0)
            .withProxyProtocol(new ProxyProtocolOptions(List.of(trusted), timeout));
    return new Fixture(options -> options.withListeners(List.of(listener)), Tables.app(replica));
  }

  private static Fixture fixture(Replica replica) {
    return fixture(replica, "127.0.0.0/8", ProxyProtocolOptions.TIMEOUT);
  }

  private static String told(String header) {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica);
        var client = fixture.client()) {
      assertThat(client.send(header + GET).readResponse()).isEqualTo(HI);
      assertThat(client.get("/")).isEqualTo(HI);
      return replica.heads.getLast();
    }
  }

  @Test
  void clientIsWhoTheHeaderNames() {
    for (var header : List.of(V1, V2)) {
      assertThat(told(header))
          .contains("\r\nX-Forwarded-For: 192.0.2.7\r\n", "\r\nX-Real-IP: 192.0.2.7\r\n");
    }
    assertThat(told(V2_IPV6)).contains("\r\nX-Forwarded-For: 2001:db8::7\r\n");
    assertThat(told("PROXY TCP6 2001:db8::7 2001:db8::1 1 2\r\n"))
        .contains("\r\nX-Forwarded-For: 2001:db8::7\r\n");
  }

  @Test
  void healthCheckOfTheProxyIsFromTheProxyItself() {
    for (var header : List.of("PROXY UNKNOWN\r\n", v2("20", "00", "0000", ""))) {
      assertThat(told(header)).contains("\r\nX-Forwarded-For: 127.0.0.1\r\n");
    }
  }

  @Test
  void unknownExtensionsAreSkipped() {
    var header = v2("21", "11", "0014", "c0000207c6336401c73801bb" + "ea00050102030405");
    assertThat(told(header)).contains("\r\nX-Forwarded-For: 192.0.2.7\r\n");
  }

  @Test
  void headerMayComeInPieces() {
    for (var header : List.of(V1, V2)) {
      try (var replica = Replica.answering(HI);
          var fixture = fixture(replica)) {
        for (int split = 1; split < header.length(); split++) {
          try (var client = fixture.client()) {
            client.send(header.substring(0, split)).send(header.substring(split) + GET);
            assertThat(client.readResponse()).isEqualTo(HI);
          }
        }
        assertThat(replica.heads)
            .hasSize(header.length() - 1)
            .allMatch(head -> head.contains("X-Forwarded-For: 192.0.2.7\r\n"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PROXY TCP4 192.0.2.7 198.51.100.1 51000\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 51000 443 1\r\n",
        "PROXY TCP4 192.0.2.700 198.51.100.1 51000 443\r\n",
        "PROXY TCP4 2001:db8::7 198.51.100.1 51000 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 51000 65536\r\n",
        "PROXY TCP5 192.0.2.7 198.51.100.1 51000 443\r\n",
        "proxy TCP4 192.0.2.7 198.51.100.1 51000 443\r\n",
        "PROXY  TCP4 192.0.2.7 198.51.100.1 51000 443\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 51000 443\n",
      })
  void connectionWithoutAValidHeaderIsRefused(String header) {
    assertRefused(header + GET + " ".repeat(200));
  }

  private static void assertRefused(String text) {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica);
        var logs = new Logs();
        var client = fixture.client()) {
      assertThat(client.send(text).readAllOrReset()).isEmpty();
      assertThat(replica.heads).isEmpty();
      // The decoder closes before it tells why.
      Await.until(
          "the reason is told",
          () ->
              logs.lines().stream()
                  .anyMatch(
                      line -> line.startsWith("a connection for the PROXY protocol was refused")));
    }
  }

  @Test
  void binaryHeaderOfAnotherVersionIsRefused() {
    assertRefused(v2("31", "11", "000c", "c0000207c6336401c73801bb") + GET);
    assertRefused(v2("21", "11", "0002", "c000") + GET);
    assertRefused(v2("2f", "11", "000c", "c0000207c6336401c73801bb") + GET);
  }

  @Test
  void brokenHeadersDisturbNobodyElse() {
    var lastGet = GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    var random = new Random(20261122);
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, "127.0.0.0/8", Duration.ofMillis(100))) {
      for (int i = 0; i < 100; i++) {
        try (var client = new Client(fixture.balancer.port())) {
          client.send(broken(random, i % 2 == 0 ? V1 : V2) + lastGet).readAllOrReset();
        }
      }
      try (var client = fixture.client()) {
        assertThat(client.send(V2 + GET).readResponse()).isEqualTo(HI);
      }
      // A header that says it is longer takes a part of the request with it, and no more.
      assertThat(replica.heads).allMatch(head -> head.contains("\r\nHost: app\r\n"));
    }
  }

  /** With one of its bytes changed, left out or put in. */
  private static String broken(Random random, String header) {
    int at = random.nextInt(header.length());
    var before = header.substring(0, at);
    var other = String.valueOf((char) random.nextInt(256));
    return switch (random.nextInt(3)) {
      case 0 -> before + other + header.substring(at + 1);
      case 1 -> before + header.substring(at + 1);
      default -> before + other + header.substring(at);
    };
  }

  @Test
  void strangerIsRefused() {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, "192.0.2.0/24", ProxyProtocolOptions.TIMEOUT);
        var client = fixture.client()) {
      assertThat(client.readAllOrReset()).isEmpty();
      assertThat(replica.heads).isEmpty();
    }
  }

  @Test
  void headerThatDoesNotComeIsNotWaitedFor() {
    try (var replica = Replica.answering(HI);
        var fixture = fixture(replica, "127.0.0.1", Duration.ofMillis(200));
        var client = fixture.client()) {
      assertThat(client.send("PROXY TCP4").readAllOrReset()).isEmpty();
    }
  }

  @Test
  void headerComesBeforeTls(@TempDir Path folder) throws IOException {
    var certificates = new Certificates();
    var tls = TlsOptions.of(certificates.server("shop.example").writeTo(folder));
    var listener =
        ListenerOptions.secure("https", "127.0.0.1", 0, tls)
            .withProxyProtocol(
                new ProxyProtocolOptions(List.of("127.0.0.1"), ProxyProtocolOptions.TIMEOUT));
    try (var replica = Replica.answering(HI);
        var fixture =
            new Fixture(options -> options.withListeners(List.of(listener)), Tables.app(replica));
        var raw = fixture.client().send(V1);
        var secure =
            new Client(TlsClient.trusting(certificates).over(raw.socket, "shop.example"))) {
      assertThat(secure.get("/")).isEqualTo(HI);
      assertThat(replica.heads.getFirst())
          .contains("X-Forwarded-For: 192.0.2.7\r\n", "X-Forwarded-Proto: https\r\n");
    }
  }
}
