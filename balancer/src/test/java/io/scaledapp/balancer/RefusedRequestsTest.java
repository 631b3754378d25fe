package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row is one request that gets its status and a closed connection, and reaches no replica. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedRequestsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: app\r\n";
  private static final String END = "\r\n";

  private Replica replica;
  private Fixture fixture;

  static Stream<Arguments> requests() {
    return Stream.concat(Stream.concat(requestLines(), fields()), bodiesAndHosts());
  }

  private static Stream<Arguments> requestLines() {
    return Stream.of(
        row(400, "two spaces after the method", "GET  / HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a tab after the method", "GET\t/ HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a space before the method", " GET / HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a method that is no token", "G@T / HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a method in lower case", "get / HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "no version", "GET /\r\nHost: app\r\n\r\n"),
        row(400, "a space after the version", "GET / HTTP/1.1 \r\nHost: app\r\n\r\n"),
        row(400, "a lower-case version", "GET / http/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a version of two digits", "GET / HTTP/1.10\r\nHost: app\r\n\r\n"),
        row(400, "a line feed alone after the request line", "GET / HTTP/1.1\nHost: app\r\n\r\n"),
        row(400, "a carriage return alone", "GET / HTTP/1.1\rHost: app\r\n\r\n"),
        row(400, "two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a line feed first", "\nGET / HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(505, "HTTP/2.0", "GET / HTTP/2.0\r\nHost: app\r\n\r\n"),
        row(505, "HTTP/1.2", "GET / HTTP/1.2\r\nHost: app\r\n\r\n"),
        row(505, "HTTP/0.9 with a version", "GET / HTTP/0.9\r\nHost: app\r\n\r\n"),
        row(400, "a fragment in the target", "GET /a#b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a space in the target", "GET /a b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a byte above ASCII in the target", "GET /\u00e4 HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a .. segment", "GET /a/../b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a .. segment at the end", "GET /a/.. HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a . segment", "GET /a/./b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "an encoded .. segment", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a half-encoded .. segment", "GET /a/.%2e/b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, ".. before an encoded slash", "GET /a/..%2fb HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, ".. with a parameter", "GET /a/..;x/b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a backslash", "GET /a\\..\\b HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a wrong escape", "GET /%zz HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "an encoded NUL", "GET /%00 HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a target without a slash", "GET a HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "* for GET", "GET * HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "another scheme", "GET ftp://app/ HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "user information", "GET http://u@app/ HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a target of another host", "GET http://other/ HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(400, "a target of another port", "GET http://app:81/ HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(405, "CONNECT", "CONNECT app:443 HTTP/1.1\r\nHost: app:443\r\n\r\n"),
        row(405, "TRACE", "TRACE / HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(414, "a long target", "GET /" + "a".repeat(8192) + " HTTP/1.1\r\nHost: app\r\n\r\n"),
        row(414, "a request line without end", "GET /" + "a".repeat(9000)));
  }

  private static Stream<Arguments> fields() {
    return Stream.of(
        row(400, "a space before the colon", GET + "X : 1\r\n\r\n"),
        row(400, "a tab before the colon", GET + "X\t: 1\r\n\r\n"),
        row(400, "a space in the name", GET + "X Y: 1\r\n\r\n"),
        row(400, "an empty name", GET + ": 1\r\n\r\n"),
        row(400, "no colon", GET + "X\r\n\r\n"),
        row(400, "a folded line", GET + "X: 1\r\n 2\r\n\r\n"),
        row(400, "a folded line by tab", GET + "X: 1\r\n\t2\r\n\r\n"),
        row(400, "a folded first line", "GET / HTTP/1.1\r\n Host: app\r\n\r\n"),
        row(400, "a name above ASCII", GET + "X\u00e4: 1\r\n\r\n"),
        row(400, "a line feed alone", GET + "X: 1\nY: 2\r\n\r\n"),
        row(400, "a carriage return within a value", GET + "X: 1\r2\r\n\r\n"),
        row(400, "a line feed alone at the end", GET + "X: 1\r\n\n"),
        row(400, "a carriage return alone at the end", GET + "X: 1\r\n\rX"),
        row(400, "NUL in a value", GET + "X: a\0b\r\n\r\n"),
        row(400, "a control character in a value", GET + "X: a\u0007b\r\n\r\n"),
        row(400, "DEL in a value", GET + "X: a\u007fb\r\n\r\n"),
        row(431, "a large value", GET + "X: " + "a".repeat(16_384) + "\r\n\r\n"),
        row(431, "a large head", GET + ("X: " + "a".repeat(1000) + "\r\n").repeat(17) + END),
        row(431, "101 fields", GET + "X: 1\r\n".repeat(100) + END),
        row(417, "another expectation", POST + "Expect: 200-ok\r\nContent-Length: 1\r\n\r\n"),
        row(400, "two Upgrade fields", GET + "Upgrade: a\r\nUpgrade: b\r\n\r\n"),
        row(400, "Host nominated", GET + "Connection: close, Host\r\n\r\n"),
        row(
            400,
            "a length nominated",
            POST + "Connection: content-length\r\nContent-Length: 1\r\n\r\nx"),
        row(
            400,
            "a coding nominated",
            POST + "Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row(400, "Authorization nominated", GET + "Connection: Authorization\r\n\r\n"),
        row(400, "X-Forwarded-For nominated", GET + "Connection: X-Forwarded-For\r\n\r\n"),
        row(400, "an option that is no token", GET + "Connection: a b\r\n\r\n"),
        row(400, "too many options", GET + "Connection: " + "x,".repeat(17) + "\r\n\r\n"));
  }

  private static Stream<Arguments> bodiesAndHosts() {
    return Stream.of(
        row(400, "no Host", "GET / HTTP/1.1\r\n\r\n"),
        row(400, "two Hosts", GET + "Host: app\r\n\r\n"),
        row(400, "an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        row(400, "a Host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        row(400, "a Host with a slash", "GET / HTTP/1.1\r\nHost: app/x\r\n\r\n"),
        row(400, "a Host with a comma", "GET / HTTP/1.1\r\nHost: app,b\r\n\r\n"),
        row(400, "a Host with user information", "GET / HTTP/1.1\r\nHost: u@app\r\n\r\n"),
        row(400, "a Host with a wrong port", "GET / HTTP/1.1\r\nHost: app:99999\r\n\r\n"),
        row(400, "a Host with an empty port", "GET / HTTP/1.1\r\nHost: app:\r\n\r\n"),
        row(400, "a Host with a broken IPv6 address", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
        row(
            400,
            "a length and a coding",
            POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row(
            400,
            "a coding and a length",
            POST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        row(400, "two lengths", POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nx"),
        row(400, "two equal lengths", POST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
        row(400, "a list of lengths", POST + "Content-Length: 1, 1\r\n\r\nx"),
        row(400, "a signed length", POST + "Content-Length: +1\r\n\r\nx"),
        row(400, "a negative length", POST + "Content-Length: -1\r\n\r\nx"),
        row(400, "a hexadecimal length", POST + "Content-Length: 0x1\r\n\r\nx"),
        row(400, "an empty length", POST + "Content-Length:\r\n\r\n"),
        row(400, "a huge length", POST + "Content-Length: 99999999999999999999\r\n\r\n"),
        row(400, "a second protocol list", GET + "Upgrade: x\r\nUpgrade: h2c" + END + END),
        row(400, "a protocol behind a byte", GET + "Upgrade: \u0085, h2c" + END + END),
        row(400, "a blank in a protocol", GET + "Upgrade: websocket x" + END + END),
        row(501, "an unknown coding", POST + "Transfer-Encoding: zstd\r\n\r\n0\r\n\r\n"),
        row(501, "gzip before chunked", POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        row(501, "chunked before gzip", POST + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
        row(501, "chunked twice", POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        row(501, "xchunked", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        row(501, "a vertical look-alike", POST + "Transfer-Encoding: chunked;x\r\n\r\n0\r\n\r\n"),
        row(501, "identity", POST + "Transfer-Encoding: identity\r\n\r\n"),
        row(
            400,
            "two codings",
            POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        row(
            400,
            "a coding in HTTP/1.0",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  }

  private static Arguments row(int status, String what, String request) {
    return arguments(status, what, request);
  }

  @BeforeAll
  void start() {
    replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    fixture = new Fixture(replica);
  }

  @AfterAll
  void stop() {
    fixture.close();
    replica.close();
  }

  @ParameterizedTest(name = "{0} for {1}")
  @MethodSource("requests")
  void refusedRequestGetsItsStatusAndReachesNoReplica(int status, String what, String request) {
    try (var client = fixture.client()) {
      String answer = client.send(request).readAll();
      assertThat(answer)
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("\r\nConnection: close\r\n")
          .containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(replica.accepted).hasValue(0);
  }
}
