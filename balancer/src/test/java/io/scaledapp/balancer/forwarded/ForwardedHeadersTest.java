package io.scaledapp.balancer.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedHeadersTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.of(List.of("10.0.0.0/8", "fd00::/8"));
  private static final InetAddress BALANCER = InetAddress.ofLiteral("10.9.9.9");

  private String peer = "203.0.113.7";
  private String scheme = "http";
  private String host = "shop.example.com";
  private final List<Map.Entry<ForwardedField, String>> sent = new ArrayList<>();

  @Test
  void replicaLearnsOfADirectClient() {
    assertThat(text())
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
    peer = "2001:db8:0:0:0:0:0:1%3";

    assertThat(lines())
        .containsEntry("X-Forwarded-For", "2001:db8::1")
        .containsEntry("X-Real-IP", "2001:db8::1")
        .containsEntry("Forwarded", "for=\"[2001:db8::1]\";proto=http;host=\"shop.example.com\"");
  }

  @Test
  void whatAnUntrustedPeerSaysIsDropped() {
    String alone = text();
    received(ForwardedField.X_FORWARDED_FOR, "192.0.2.66");
    received(ForwardedField.X_FORWARDED_PROTO, "https");
    received(ForwardedField.X_FORWARDED_HOST, "evil.example");
    received(ForwardedField.X_FORWARDED_PORT, "1");
    received(ForwardedField.X_REAL_IP, "192.0.2.66");
    received(ForwardedField.FORWARDED, "for=192.0.2.66");

    assertThat(text()).isEqualTo(alone);
    assertThat(client()).isEqualTo(InetAddress.ofLiteral(peer));
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
    this.host = host;
    this.scheme = scheme;

    assertThat(lines()).containsEntry("X-Forwarded-Port", port);

    peer = "10.0.0.1";

    assertThat(lines()).containsEntry("X-Forwarded-Port", port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a\\b", "a,b", "a;for=1.2.3.4", "a b", "é"})
  void hostThatCouldBeReadAsMoreThanAHostIsLeftOut(String host) {
    this.host = host;

    assertThat(lines())
        .doesNotContainKey("X-Forwarded-Host")
        .containsEntry("Forwarded", "for=203.0.113.7;proto=http");

    peer = "10.0.0.1";

    assertThat(lines())
        .doesNotContainKey("X-Forwarded-Host")
        .containsEntry("Forwarded", "for=10.0.0.1;proto=http");
  }

  @Test
  void trustedProxyIsBelievedAndAddedTo() {
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_FOR, "198.51.100.1, 203.0.113.7");
    received(ForwardedField.X_FORWARDED_PROTO, "https");
    received(ForwardedField.X_FORWARDED_HOST, "public.example");
    received(ForwardedField.X_FORWARDED_PORT, "8443");
    received(ForwardedField.FORWARDED, "for=203.0.113.7;proto=https");

    assertThat(lines())
        .containsExactly(
            Map.entry("X-Forwarded-For", "198.51.100.1, 203.0.113.7, 10.0.0.1"),
            Map.entry("X-Forwarded-Proto", "https"),
            Map.entry("X-Forwarded-Host", "public.example"),
            Map.entry("X-Forwarded-Port", "8443"),
            Map.entry("X-Real-IP", "203.0.113.7"),
            Map.entry(
                "Forwarded",
                "for=203.0.113.7;proto=https, for=10.0.0.1;proto=http;host=\"shop.example.com\""));
    assertThat(client()).isEqualTo(InetAddress.ofLiteral("203.0.113.7"));
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
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_FOR, list);

    assertThat(client()).isEqualTo(InetAddress.ofLiteral(client));
    assertThat(lines()).containsEntry("X-Real-IP", client);
  }

  @Test
  void linesOfOneFieldAreOneList() {
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_FOR, "203.0.113.7");
    received(ForwardedField.X_FORWARDED_FOR, "");
    received(ForwardedField.X_FORWARDED_FOR, "10.0.0.2");

    assertThat(lines()).containsEntry("X-Forwarded-For", "203.0.113.7, 10.0.0.2, 10.0.0.1");
  }

  @Test
  void forwardedIsMadeFromTheOtherFieldsWhereThatIsWhatTheProxySends() {
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_FOR, "198.51.100.1, 2001:db8::1, 10.0.0.2");
    received(ForwardedField.X_FORWARDED_PROTO, "https");

    assertThat(lines())
        .containsEntry(
            "Forwarded",
            "for=\"[2001:db8::1]\";proto=https;host=\"shop.example.com\", for=10.0.0.2, "
                + "for=10.0.0.1;proto=http;host=\"shop.example.com\"");
  }

  @Test
  void otherFieldsAreMadeFromForwardedWhereThatIsWhatTheProxySends() {
    peer = "10.0.0.1";
    received(ForwardedField.FORWARDED, "for=6.6.6.6;proto=wss;host=evil.example");
    received(
        ForwardedField.FORWARDED,
        "for=\"[2001:db8::1]:4711\";proto=https;host=\"public.example:8443\",for=10.0.0.2");

    assertThat(lines())
        .containsEntry("X-Forwarded-For", "2001:db8::1, 10.0.0.2, 10.0.0.1")
        .containsEntry("X-Forwarded-Proto", "https")
        .containsEntry("X-Forwarded-Host", "public.example:8443")
        .containsEntry("X-Forwarded-Port", "8443")
        .containsEntry("X-Real-IP", "2001:db8::1");
  }

  @Test
  void realIpIsBelievedWhereItIsAllThatTheProxySends() {
    peer = "10.0.0.1";
    received(ForwardedField.X_REAL_IP, "203.0.113.7");

    assertThat(lines())
        .containsEntry("X-Real-IP", "203.0.113.7")
        .containsEntry("X-Forwarded-For", "203.0.113.7, 10.0.0.1");
  }

  @Test
  void realIpThatContradictsTheChainIsReplaced() {
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_FOR, "203.0.113.7");
    received(ForwardedField.X_REAL_IP, "192.0.2.66");

    assertThat(lines()).containsEntry("X-Real-IP", "203.0.113.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp", "https, http", "https\"", "javascript:", ""})
  void protoThatIsNotOneKnownSchemeIsReplaced(String proto) {
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_PROTO, proto);

    assertThat(lines()).containsEntry("X-Forwarded-Proto", "http");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "8080x", "80, 443", "-1", ""})
  void portThatIsNoneIsReplaced(String port) {
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_PORT, port);

    assertThat(lines()).containsEntry("X-Forwarded-Port", "80");
  }

  @Test
  void schemeOfTheProxyDecidesTheDefaultPort() {
    peer = "10.0.0.1";
    received(ForwardedField.X_FORWARDED_PROTO, "HTTPS");

    assertThat(lines())
        .containsEntry("X-Forwarded-Proto", "https")
        .containsEntry("X-Forwarded-Port", "443");
  }

  @Test
  void malformedForwardedIsDropped() {
    peer = "10.0.0.1";
    received(ForwardedField.FORWARDED, "for=203.0.113.7; proto=https");

    assertThat(lines())
        .containsEntry("Forwarded", "for=10.0.0.1;proto=http;host=\"shop.example.com\"")
        .containsEntry("X-Forwarded-Proto", "http");
  }

  @Test
  void expressSeesADirectClient() {
    var express = express();

    assertThat(express.ip()).isEqualTo("203.0.113.7");
    assertThat(express.ips()).containsExactly("203.0.113.7");
    assertThat(express.protocol()).isEqualTo("http");
    assertThat(express.hostname()).isEqualTo("shop.example.com");
  }

  @Test
  void expressSeesTheClientOfATrustedProxy() {
    peer = "10.0.0.1";
    host = "10.0.0.5:8080";
    received(ForwardedField.X_FORWARDED_FOR, "198.51.100.66, 203.0.113.7, 10.0.0.2");
    received(ForwardedField.X_FORWARDED_PROTO, "https");
    received(ForwardedField.X_FORWARDED_HOST, "public.example:8443");
    var express = express();

    assertThat(express.ip()).isEqualTo("203.0.113.7");
    assertThat(express.ips()).containsExactly("203.0.113.7", "10.0.0.2", "10.0.0.1");
    assertThat(express.protocol()).isEqualTo("https");
    assertThat(express.hostname()).isEqualTo("public.example");
  }

  @Test
  void receivedIsReusedForTheNextRequest() {
    peer = "10.0.0.1";
    var received = new Received();
    received.reset(Unpooled.copiedBuffer("a.example203.0.113.7", ISO_8859_1));
    received.host(0, 9);
    received.add(ForwardedField.X_FORWARDED_FOR, 9, 20);

    received.reset(Unpooled.copiedBuffer("b.example", ISO_8859_1));
    received.host(0, 9);

    assertThat(headers().client(received)).isEqualTo(InetAddress.ofLiteral(peer));
  }

  private void received(ForwardedField field, String value) {
    sent.add(Map.entry(field, value));
  }

  private ForwardedHeaders headers() {
    return ForwardedHeaders.of(InetAddress.ofLiteral(peer), scheme, 8080, PROXIES);
  }

  private InetAddress client() {
    return headers().client(request());
  }

  private Received request() {
    ByteBuf head = Unpooled.buffer().writeBytes(host.getBytes(ISO_8859_1));
    var received = new Received();
    received.reset(head);
    received.host(0, host.length());
    for (var line : sent) {
      int start = head.writerIndex();
      head.writeBytes(line.getValue().getBytes(ISO_8859_1));
      received.add(line.getKey(), start, head.writerIndex());
    }
    return received;
  }

  private String text() {
    ByteBuf out = Unpooled.buffer();
    headers().write(out, request());
    return out.toString(ISO_8859_1);
  }

  private Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : text().split("\r\n", -1)) {
      if (!line.isEmpty()) {
        int colon = line.indexOf(": ");
        assertThat(lines.put(line.substring(0, colon), line.substring(colon + 2))).isNull();
      }
    }
    return lines;
  }

  private Express express() {
    return new Express(lines(), BALANCER, PROXIES);
  }
}
