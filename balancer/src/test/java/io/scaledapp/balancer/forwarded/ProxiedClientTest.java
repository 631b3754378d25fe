package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiedClientTest {
  private final ForwardedRequest request = ForwardedRequest.from("10.0.0.1");

  @Test
  void trustedProxyIsBelievedAndAddedTo() {
    request.received(ForwardedField.X_FORWARDED_FOR, "198.51.100.1, 203.0.113.7");
    request.received(ForwardedField.X_FORWARDED_PROTO, "https");
    request.received(ForwardedField.X_FORWARDED_HOST, "public.example");
    request.received(ForwardedField.X_FORWARDED_PORT, "8443");
    request.received(ForwardedField.FORWARDED, "for=203.0.113.7;proto=https");

    assertThat(request.lines())
        .containsExactly(
            Map.entry("X-Forwarded-For", "198.51.100.1, 203.0.113.7, 10.0.0.1"),
            Map.entry("X-Forwarded-Proto", "https"),
            Map.entry("X-Forwarded-Host", "public.example"),
            Map.entry("X-Forwarded-Port", "8443"),
            Map.entry("X-Real-IP", "203.0.113.7"),
            Map.entry(
                "Forwarded",
                "for=203.0.113.7;proto=https, for=10.0.0.1;proto=http;host=\"shop.example.com\""));
    assertThat(request.client()).isEqualTo(InetAddress.ofLiteral("203.0.113.7"));
  }

  @ParameterizedTest(name = "of {0} the client is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          203.0.113.7                          | 203.0.113.7
          198.51.100.1, 203.0.113.7            | 203.0.113.7
          198.51.100.1, 203.0.113.7, 10.0.0.2  | 203.0.113.7
          10.0.0.3, 10.0.0.2                   | 10.0.0.3
          203.0.113.7, unknown                 | 10.0.0.1
          203.0.113.7, unknown, 10.0.0.2       | 10.0.0.2
          ,, 203.0.113.7 ,                     | 203.0.113.7
          203.0.113.7:4711                     | 203.0.113.7
          2001:db8::1                          | 2001:db8::1
          [2001:db8::1]:4711                   | 2001:db8::1
          2001:db8::1, fd00::2                 | 2001:db8::1
          ::ffff:203.0.113.7                   | 203.0.113.7
          ::ffff:203.0.113.7, ::ffff:10.0.0.2  | 203.0.113.7
          nonsense                             | 10.0.0.1
          """)
  void clientIsTheFirstFromTheRightThatIsNoTrustedProxy(String list, String client) {
    request.received(ForwardedField.X_FORWARDED_FOR, list);

    assertThat(request.client()).isEqualTo(InetAddress.ofLiteral(client));
    assertThat(request.lines()).containsEntry("X-Real-IP", client);
  }

  @Test
  void linesOfOneFieldAreOneList() {
    request.received(ForwardedField.X_FORWARDED_FOR, "203.0.113.7");
    request.received(ForwardedField.X_FORWARDED_FOR, "");
    request.received(ForwardedField.X_FORWARDED_FOR, "10.0.0.2");

    assertThat(request.lines()).containsEntry("X-Forwarded-For", "203.0.113.7, 10.0.0.2, 10.0.0.1");
  }

  @Test
  void forwardedIsMadeFromTheOtherFieldsWhereThatIsWhatTheProxySends() {
    request.received(ForwardedField.X_FORWARDED_FOR, "198.51.100.1, 2001:db8::1, 10.0.0.2");
    request.received(ForwardedField.X_FORWARDED_PROTO, "https");

    assertThat(request.lines())
        .containsEntry(
            "Forwarded",
            "for=\"[2001:db8::1]\";proto=https;host=\"shop.example.com\", for=10.0.0.2, "
                + "for=10.0.0.1;proto=http;host=\"shop.example.com\"");
  }

  @Test
  void otherFieldsAreMadeFromForwardedWhereThatIsWhatTheProxySends() {
    request.received(ForwardedField.FORWARDED, "for=6.6.6.6;proto=wss;host=evil.example");
    request.received(
        ForwardedField.FORWARDED,
        "for=\"[2001:db8::1]:4711\";proto=https;host=\"public.example:8443\",for=10.0.0.2");

    assertThat(request.lines())
        .containsEntry("X-Forwarded-For", "2001:db8::1, 10.0.0.2, 10.0.0.1")
        .containsEntry("X-Forwarded-Proto", "https")
        .containsEntry("X-Forwarded-Host", "public.example:8443")
        .containsEntry("X-Forwarded-Port", "8443")
        .containsEntry("X-Real-IP", "2001:db8::1");
  }

  @Test
  void realIpIsBelievedWhereItIsAllThatTheProxySends() {
    request.received(ForwardedField.X_REAL_IP, "203.0.113.7");

    assertThat(request.lines())
        .containsEntry("X-Real-IP", "203.0.113.7")
        .containsEntry("X-Forwarded-For", "203.0.113.7, 10.0.0.1");
  }

  @Test
  void realIpThatContradictsTheChainIsReplaced() {
    request.received(ForwardedField.X_FORWARDED_FOR, "203.0.113.7");
    request.received(ForwardedField.X_REAL_IP, "192.0.2.66");

    assertThat(request.lines()).containsEntry("X-Real-IP", "203.0.113.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp", "https, http", "https\"", "javascript:", ""})
  void protoThatIsNotOneKnownSchemeIsReplaced(String proto) {
    request.received(ForwardedField.X_FORWARDED_PROTO, proto);

    assertThat(request.lines()).containsEntry("X-Forwarded-Proto", "http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "8080x", "80, 443", "-1", ""})
  void portThatIsNoneIsReplaced(String port) {
    request.received(ForwardedField.X_FORWARDED_PORT, port);

    assertThat(request.lines()).containsEntry("X-Forwarded-Port", "80");
  }

  @Test
  void schemeOfTheProxyDecidesTheDefaultPort() {
    request.received(ForwardedField.X_FORWARDED_PROTO, "HTTPS");

    assertThat(request.lines())
        .containsEntry("X-Forwarded-Proto", "https")
        .containsEntry("X-Forwarded-Port", "443");
  }

  @Test
  void malformedForwardedIsDropped() {
    request.received(ForwardedField.FORWARDED, "for=203.0.113.7; proto=https");

    assertThat(request.lines())
        .containsEntry("Forwarded", "for=10.0.0.1;proto=http;host=\"shop.example.com\"")
        .containsEntry("X-Forwarded-Proto", "http");
  }

  @Test
  void expressSeesTheClientOfATrustedProxy() {
    request.host = "10.0.0.5:8080";
    request.received(ForwardedField.X_FORWARDED_FOR, "198.51.100.66, 203.0.113.7, 10.0.0.2");
    request.received(ForwardedField.X_FORWARDED_PROTO, "https");
    request.received(ForwardedField.X_FORWARDED_HOST, "public.example:8443");
    var express = request.express();

    assertThat(express.ip()).isEqualTo("203.0.113.7");
    assertThat(express.ips()).containsExactly("203.0.113.7", "10.0.0.2", "10.0.0.1");
    assertThat(express.protocol()).isEqualTo("https");
    assertThat(express.hostname()).isEqualTo("public.example");
  }

  @Test
  void receivedIsReusedForTheNextRequest() {
    var received = new Received();
    received.reset(Unpooled.copiedBuffer("a.example203.0.113.7", ISO_8859_1));
    received.host(0, 9);
    received.add(ForwardedField.X_FORWARDED_FOR, 9, 20);

    received.reset(Unpooled.copiedBuffer("b.example", ISO_8859_1));
    received.host(0, 9);

    assertThat(request.headers().client(received)).isEqualTo(InetAddress.ofLiteral(request.peer));
  }
}
