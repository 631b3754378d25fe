package io.scaledapp.balancer.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectClientTest {
  private final ForwardedRequest request = new ForwardedRequest();

  @Test
  void replicaLearnsOfADirectClient() {
    assertThat(request.text())
        .isEqualTo(
            """
            X-Forwarded-For: 203.0.113.7\r
            X-Forwarded-Proto: http\r
            X-Real-IP: 203.0.113.7\r
            Forwarded: for=203.0.113.7;proto=http;host="shop.example.com"\r
            X-Forwarded-Host: shop.example.com\r
            X-Forwarded-Port: 80\r
            """);
  }

  @Test
  void addressOfAnIpv6ClientIsInBracketsAndQuotesInForwardedOnly() {
    request.peer = "2001:db8:0:0:0:0:0:1%3";

    assertThat(request.lines())
        .containsEntry("X-Forwarded-For", "2001:db8::1")
        .containsEntry("X-Real-IP", "2001:db8::1")
        .containsEntry("Forwarded", "for=\"[2001:db8::1]\";proto=http;host=\"shop.example.com\"");
  }

  @Test
  void whatAnUntrustedPeerSaysIsDropped() {
    String alone = request.text();
    request.received(ForwardedField.X_FORWARDED_FOR, "192.0.2.66");
    request.received(ForwardedField.X_FORWARDED_PROTO, "https");
    request.received(ForwardedField.X_FORWARDED_HOST, "evil.example");
    request.received(ForwardedField.X_FORWARDED_PORT, "1");
    request.received(ForwardedField.X_REAL_IP, "192.0.2.66");
    request.received(ForwardedField.FORWARDED, "for=192.0.2.66");

    assertThat(request.text()).isEqualTo(alone);
    assertThat(request.client()).isEqualTo(InetAddress.ofLiteral(request.peer));
  }

  @ParameterizedTest(name = "{0} over {1} is port {2}")
  @CsvSource({
    "a.example:8443,  https, 8443",
    "a.example,       https, 443",
    "a.example:,      http,  80",
    "[2001:db8::1],   http,  80",
    "[2001:db8::1]:9, http,  9",
    "10.0.0.1,        http,  80",
    "a.example:65536, http,  80",
    "'',              http,  8080",
  })
  void portIsTheOneTheClientUsed(String host, String scheme, String port) {
    request.host = host;
    request.scheme = scheme;

    assertThat(request.lines()).containsEntry("X-Forwarded-Port", port);

    request.peer = "10.0.0.1";

    assertThat(request.lines()).containsEntry("X-Forwarded-Port", port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a\\b", "a,b", "a;for=1.2.3.4", "a b", "é"})
  void hostThatCouldBeReadAsMoreThanAHostIsLeftOut(String host) {
    request.host = host;

    assertThat(request.lines())
        .doesNotContainKey("X-Forwarded-Host")
        .containsEntry("Forwarded", "for=203.0.113.7;proto=http");

    request.peer = "10.0.0.1";

    assertThat(request.lines())
        .doesNotContainKey("X-Forwarded-Host")
        .containsEntry("Forwarded", "for=10.0.0.1;proto=http");
  }

  @Test
  void expressSeesADirectClient() {
    var express = request.express();

    assertThat(express.ip()).isEqualTo("203.0.113.7");
    assertThat(express.ips()).containsExactly("203.0.113.7");
    assertThat(express.protocol()).isEqualTo("http");
    assertThat(express.hostname()).isEqualTo("shop.example.com");
  }
}
