package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a head passes, what ends at the balancer and what is added. */
class HeadForwardingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @Test
  void hopByHopFieldsOfTheRequestEndHere() {
    String head =
        forwarded(
            """
            GET / HTTP/1.1
            Host: app
            Connection: keep-alive, X-Secret , x-other
            Keep-Alive: timeout=5
            Proxy-Connection: keep-alive
            TE: gzip
            Upgrade: websocket
            HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA
            x-secret: 1
            X-OTHER: 2
            X-Stays: 3

            """);
    assertThat(head)
        .contains("\r\nX-Stays: 3\r\n")
        .doesNotContainIgnoringCase("connection:")
        .doesNotContainIgnoringCase("keep-alive")
        .doesNotContainIgnoringCase("\r\nTE:")
        .doesNotContainIgnoringCase("upgrade")
        .doesNotContainIgnoringCase("http2-settings")
        .doesNotContainIgnoringCase("x-secret")
        .doesNotContainIgnoringCase("x-other");
  }

  @Test
  void hopByHopFieldsOfTheResponseEndHere() {
    String response =
        """
        HTTP/1.1 200 Fine
        Connection: keep-alive, X-Secret
        Keep-Alive: timeout=5
        X-Secret: 1
        Upgrade: h2c
        Set-Cookie: a=b
        Content-Length: 2

        hi"""
            .replace("\n", "\r\n");
    try (var replica = Replica.answering(response);
        var fixture = new Fixture(replica)) {
      assertThat(fixture.client().get("/"))
          .isEqualTo("HTTP/1.1 200 Fine\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nhi");
    }
  }

  @Test
  void teTrailersPasses() {
    String head = forwarded("GET / HTTP/1.1\nHost: app\nTE: gzip, trailers\nConnection: TE\n\n");
    assertThat(head).contains("\r\nTE: trailers\r\nConnection: TE\r\n").doesNotContain("gzip");
  }

  @Test
  void forwardedFieldsOfAnUntrustedClientAreReplaced() {
    String head =
        forwarded(
            """
            GET / HTTP/1.1
            Host: app
            X-Forwarded-For: 1.2.3.4
            Forwarded: for=1.2.3.4
            X-Real-IP: 1.2.3.4
            X-Forwarded-Proto: https
            X-Forwarded-Host: evil
            X-Forwarded-Prefix: /evil
            X_Forwarded_For: 1.2.3.4

            """);
    assertThat(head)
        .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n", "\r\nX-Forwarded-Proto: http\r\n")
        .doesNotContain("1.2.3.4", "evil", "https");
  }

  @Test
  void forwardedFieldsOfATrustedProxyAreAddedTo() {
    try (var replica = Replica.answering(OK);
        var fixture =
            new Fixture(
                options -> options.withTrustedProxies(List.of("127.0.0.0/8")),
                Tables.app(replica))) {
      fixture
          .client()
          .send(
              """
              GET / HTTP/1.1\r
              Host: app\r
              X-Forwarded-For: 1.2.3.4\r
              X-Forwarded-Proto: https\r
              X-Forwarded-Prefix: /base\r
              \r
              """)
          .readResponse();
      assertThat(replica.heads.getFirst())
          .contains("\r\nX-Forwarded-For: 1.2.3.4, 127.0.0.1\r\n")
          .contains("\r\nX-Forwarded-Proto: https\r\n")
          .contains("\r\nX-Forwarded-Prefix: /base\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET http://app/a?b HTTP/1.1, GET /a?b HTTP/1.1",
    "GET HTTP://APP/a HTTP/1.1, GET /a HTTP/1.1",
    "GET http://app HTTP/1.1, GET / HTTP/1.1",
    "GET http://app?x HTTP/1.1, GET /?x HTTP/1.1",
    "OPTIONS * HTTP/1.1, OPTIONS * HTTP/1.1",
    "OPTIONS http://app HTTP/1.1, OPTIONS * HTTP/1.1",
    "GET /a%2Fb%20c?d=/../e HTTP/1.1, GET /a%2Fb%20c?d=/../e HTTP/1.1",
    "GET //a//b HTTP/1.1, GET //a//b HTTP/1.1",
    "GET /a/...;/.b HTTP/1.1, GET /a/...;/.b HTTP/1.1",
    "BREW /pot HTTP/1.1, BREW /pot HTTP/1.1",
    "GET /a HTTP/1.0, GET /a HTTP/1.1",
  })
  void targetReachesTheReplicaInOriginForm(String received, String sent) {
    assertThat(forwarded(received + "\nHost: app\n\n")).startsWith(sent + "\r\nHost: app\r\n");
  }

  @Test
  void emptyLineBeforeTheRequestIsIgnored() {
    assertThat(forwarded("\nGET / HTTP/1.1\nHost: app\n\n")).startsWith("GET / HTTP/1.1\r\n");
  }

  @Test
  void requestOfHttp10WithoutHostGetsTheListenersAddress() {
    assertThat(forwarded("GET / HTTP/1.0\n\n")).contains("\r\nHost: 127.0.0.1:");
  }

  @Test
  void http10ClientThatGetsTheBalancersOwnAnswerIsLetGo() {
    try (var fixture = new Fixture(options -> options, new AppRoute[0])) {
      String request = "GET / HTTP/1.0\r\nHost: app\r\nConnection: keep-alive\r\n\r\n";
      assertThat(fixture.client().send(request).readAll())
          .startsWith("HTTP/1.1 404 ")
          .contains("\r\nConnection: close\r\n");
    }
  }

  /** The head that a replica gets for {@code request}, in which line feeds stand for line ends. */
  private static String forwarded(String request) {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      assertThat(fixture.client().send(request.replace("\n", "\r\n")).readResponse())
          .startsWith("HTTP/1.1 200 ");
      return replica.heads.getFirst();
    }
  }
}
