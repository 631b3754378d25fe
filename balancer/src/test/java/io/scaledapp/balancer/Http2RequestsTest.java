package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.scaledapp.balancer.FramePeer.Response;
import io.scaledapp.balancer.control.AppRoute;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a replica gets of an HTTP/2 request, and which requests it does not get. */
class Http2RequestsTest {
  private static final String[] PSEUDO = {
    ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "app"
  };

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final Replica replica = Replica.start(this::echo);
  private final Fixture fixture = new Fixture(replica);
  private final FramePeer client = new FramePeer(fixture.balancer.port());

  /** Notes each request that is whole with its body, and answers with that body. */
  private void echo(Replica.Connection connection) throws IOException {
    for (var head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
      String body = "";
      int length = head.indexOf("content-length: ");
      if (head.contains("transfer-encoding: chunked")) {
        body = chunks(connection);
      } else if (length >= 0) {
        int bytes = Integer.parseInt(head.substring(length + 16).split("\r", 2)[0]);
        body = connection.read(bytes);
        if (body.length() < bytes) {
          throw new EOFException("a body cut short");
        }
      }
      received.add(head + body);
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
  }

  /** The bytes of a chunked body as they came, up to the end of its trailers. */
  private static String chunks(Replica.Connection connection) throws IOException {
    var all = new StringBuilder();
    while (true) {
      String size = line(connection);
      all.append(size);
      if (size.equals("0\r\n")) {
        String trailer = line(connection);
        for (; !trailer.equals("\r\n"); trailer = line(connection)) {
          all.append(trailer);
        }
        return all.append(trailer).toString();
      }
      all.append(connection.read(Integer.parseInt(size.strip(), 16) + 2));
    }
  }

  private static String line(Replica.Connection connection) throws IOException {
    var line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      int b = connection.in.read();
      if (b < 0) {
        throw new EOFException("a line cut short");
      }
      line.append((char) b);
    }
    return line.toString();
  }

  @AfterEach
  void close() {
    client.close();
    fixture.close();
    replica.close();
  }

  private Response get(String... fields) {
    return client.request(1, true, "GET", "/", fields).response(1);
  }

  @Test
  void requestReachesTheReplicaAsHttp11() {
    var response =
        client.request(1, true, "GET", "/a?b=c", "accept", "*/*", "x-empty", "").response(1);
    assertThat(response.status()).isEqualTo(":status: 200");
    assertThat(received.getFirst())
        .startsWith("GET /a?b=c HTTP/1.1\r\nhost: app\r\naccept: */*\r\nx-empty: \r\n")
        .contains("\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void hostStandsInForAuthority() {
    client
        .headers(1, true, ":method", "GET", ":scheme", "http", ":path", "/", "host", "shop:81")
        .response(1);
    assertThat(received.getFirst()).startsWith("GET / HTTP/1.1\r\nhost: shop:81\r\nX-");
  }

  @Test
  void cookieCrumbsAreOneFieldAgain() {
    get("cookie", "a=b", "x", "y", "cookie", "c=d", "cookie", "e=f");
    assertThat(received.getFirst())
        .contains("\r\nx: y\r\ncookie: a=b; c=d; e=f\r\n")
        .containsOnlyOnce("cookie");
  }

  @Test
  void bodyOfKnownLengthPassesAsItIs() {
    client
        .request(1, false, "POST", "/", "content-length", "10")
        .data(1, false, "hello")
        .data(1, true, "world");
    assertThat(client.response(1).body()).isEqualTo("helloworld");
    assertThat(received.getFirst()).endsWith("\r\n\r\nhelloworld").doesNotContain("chunked");
  }

  @Test
  void bodyOfUnknownLengthPassesInChunks() {
    client.request(1, false, "POST", "/").data(1, false, "hello").data(1, false, "");
    client.data(1, false, "x".repeat(5000)).data(1, true, "");
    assertThat(client.response(1).body())
        .isEqualTo("5\r\nhello\r\n1388\r\n" + "x".repeat(5000) + "\r\n0\r\n\r\n");
    assertThat(received.getFirst()).contains("\r\ntransfer-encoding: chunked\r\n");
  }

  @Test
  void trailersPassWithTheChunks() {
    client.request(1, false, "POST", "/", "te", "trailers").data(1, false, "hello");
    client.headers(1, true, "grpc-status", "0", "x", "y");
    assertThat(client.response(1).body())
        .isEqualTo("5\r\nhello\r\n0\r\ngrpc-status: 0\r\nx: y\r\n\r\n");
    assertThat(received.getFirst()).contains("\r\nTE: trailers\r\nConnection: TE\r\n");
  }

  @Test
  void hundredStreamsAreServedAtOnce() {
    var streams = IntStream.range(0, 100).map(i -> 2 * i + 1).toArray();
    for (int stream : streams) {
      client.request(stream, false, "POST", "/" + stream, "content-length", "1");
    }
    for (int stream : streams) {
      client.data(stream, true, "x");
    }
    for (int stream : streams) {
      assertThat(client.response(stream).body()).isEqualTo("x");
    }
    assertThat(received).hasSize(100);
  }

  @Test
  void oneStreamMoreIsRefusedAndMayBeSentAgain() {
    for (int stream = 1; stream < 201; stream += 2) {
      client.request(stream, false, "POST", "/", "content-length", "1");
    }
    client.get(201);
    assertThat(client.response(201).resetCode).isEqualTo(7);
    client.data(1, true, "x");
    assertThat(client.response(1).body()).isEqualTo("x");
    assertThat(client.get(203).response(203).status()).isEqualTo(":status: 200");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("a line end in a value", List.of("x", "y\r\nHost: z")),
        arguments("a line feed in a value", List.of("x", "y\nz")),
        arguments("NUL in a value", List.of("x", "y\0z")),
        arguments("a space before a value", List.of("x", " y")),
        arguments("a tab after a value", List.of("x", "y\t")),
        arguments("upper case in a name", List.of("X", "y")),
        arguments("a colon in a name", List.of("x:", "y")),
        arguments("a space in a name", List.of("x y", "z")),
        arguments("a line end in a name", List.of("x\r\ny", "z")),
        arguments("no name", List.of("", "z")),
        arguments("connection", List.of("connection", "close")),
        arguments("keep-alive", List.of("keep-alive", "1")),
        arguments("proxy-connection", List.of("proxy-connection", "close")),
        arguments("transfer-encoding", List.of("transfer-encoding", "chunked")),
        arguments("upgrade", List.of("upgrade", "websocket")),
        arguments("te other than trailers", List.of("te", "gzip")),
        arguments("another host", List.of("host", "b")),
        arguments("two hosts", List.of("host", "app", "host", "app")),
        arguments("a late pseudo-header field", List.of("x", "y", ":path", "/z")),
        arguments("a second :path", List.of(":path", "/z")),
        arguments("an unknown pseudo-header field", List.of(":x", "y")),
        arguments("a length without a body", List.of("content-length", "1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void malformedRequestResetsItsStreamAlone(String what, List<String> fields) {
    assertThat(get(fields.toArray(String[]::new)).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
    assertThat(client.get(3).response(3).status()).isEqualTo(":status: 200");
    assertThat(received).hasSize(1);
  }

  static Stream<Arguments> malformedPseudo() {
    return Stream.of(
        arguments("no :method", List.of(":scheme", "http", ":path", "/")),
        arguments("no :scheme", List.of(":method", "GET", ":path", "/")),
        arguments("no :path", List.of(":method", "GET", ":scheme", "http")),
        arguments("an empty :path", with(":path", "")),
        arguments("an absolute :path", with(":path", "http://b/")),
        arguments("a space in :path", with(":path", "/ HTTP/1.1")),
        arguments("a line end in :path", with(":path", "/\r\nx: y")),
        arguments("a line end in :method", with(":method", "GET / HTTP/1.1\r\nx:")),
        arguments("a line end in :authority", with(":authority", "app\r\nx: y")),
        arguments("another :scheme", with(":scheme", "ftp")),
        arguments(":status", with(":status", "200")),
        arguments("CONNECT", List.of(":method", "CONNECT", ":authority", "app:80")));
  }

  private static List<String> with(String name, String value) {
    var fields = new ArrayList<>(List.of(PSEUDO));
    int at = fields.indexOf(name);
    if (at >= 0) {
      fields.set(at + 1, value);
    } else {
      fields.addAll(List.of(name, value));
    }
    return fields;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedPseudo")
  void malformedPseudoFieldsResetTheStream(String what, List<String> fields) {
    client.headers(1, true, fields.toArray(String[]::new));
    assertThat(client.response(1).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
    assertThat(received).isEmpty();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(400, "GET", "/a/../b", List.of()),
        arguments(400, "GET", "/%00", List.of()),
        arguments(405, "TRACE", "/", List.of()),
        arguments(417, "POST", "/", List.of("expect", "x")),
        arguments(400, "POST", "/", List.of("content-length", "0", "content-length", "0")),
        arguments(400, "POST", "/", List.of("content-length", "0, 0")),
        arguments(414, "GET", "/" + "a".repeat(9000), List.of()),
        arguments(431, "GET", "/", List.of("x", "a".repeat(16_380))),
        arguments(431, "GET", "/", List.of("x", "a".repeat(10_000), "y", "a".repeat(11_000))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("refused")
  void whatHttp11RefusesIsRefusedAlike(
      int status, String method, String path, List<String> fields) {
    client.request(1, true, method, path, fields.toArray(String[]::new));
    assertThat(client.response(1).status()).isEqualTo(":status: " + status);
    assertThat(client.get(3).response(3).status()).isEqualTo(":status: 200");
    assertThat(received).hasSize(1);
  }

  @Test
  void moreBytesThanToldResetTheStreamAndAbortTheExchange() {
    client.request(1, false, "POST", "/", "content-length", "3").data(1, false, "abcd");
    assertThat(client.response(1).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
    Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    assertThat(received).isEmpty();
  }

  @Test
  void fewerBytesThanToldResetTheStreamAndAbortTheExchange() {
    client.request(1, false, "POST", "/", "content-length", "3").data(1, true, "ab");
    assertThat(client.response(1).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
    Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    assertThat(received).isEmpty();
  }

  @Test
  void trailerThatFramesIsRefused() {
    client.request(1, false, "POST", "/").data(1, false, "x");
    client.headers(1, true, "content-length", "1");
    assertThat(client.response(1).status()).isEqualTo(":status: 400");
    assertThat(received).isEmpty();
  }

  @Test
  void hostDecidesOnTheApp() {
    fixture.balancer.apply(Tables.of(new AppRoute[0]));
    var response = client.get(1).response(1);
    assertThat(response.status()).isEqualTo(":status: 404");
    assertThat(response.body()).isEqualTo("No app answers on this host and path.\n");
  }

  @Test
  void http11IsServedOnTheSamePortByteByByte() {
    var http1 = fixture.client();
    for (char c : "PUT / HTTP/1.1\r\nHost: app\r\ncontent-length: 0\r\n\r\n".toCharArray()) {
      http1.send(String.valueOf(c));
    }
    assertThat(http1.readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
  }
}
