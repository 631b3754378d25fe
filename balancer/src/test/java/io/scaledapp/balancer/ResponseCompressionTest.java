package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.compression.Decoding;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.CompressionPolicy.Encoding;
import io.scaledapp.balancer.control.TrafficPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get of an app whose answers are compressed. */
class ResponseCompressionTest {
  private static final String TEXT = "all work and no play ".repeat(300);
  private static final String TYPE = "Content-Type: text/plain\r\n";

  private static AppRoute compressed(Replica... replicas) {
    return compressed(Tables.app(replicas));
  }

  private static AppRoute compressed(AppRoute app) {
    return app.with(app.policy(), TrafficPolicy.DEFAULT.withCompression(CompressionPolicy.DEFAULT));
  }

  private static Fixture fixture(Replica... replicas) {
    return new Fixture(options -> options, compressed(replicas));
  }

  private static String withLength(String body, String... lines) {
    return "HTTP/1.1 200 OK\r\n"
        + TYPE
        + String.join("", lines)
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static String token(Encoding encoding) {
    return encoding.name().toLowerCase(Locale.ROOT);
  }

  private static String get(String accepted) {
    return "GET / HTTP/1.1\r\nHost: app\r\nAccept-Encoding: " + accepted + "\r\n\r\n";
  }

  /** The content of a chunked body, up to its end, without trailers. */
  private static byte[] chunks(Client client) {
    var content = new ByteArrayOutputStream();
    for (int size = size(client); size > 0; size = size(client)) {
      content.writeBytes(client.read(size).getBytes(ISO_8859_1));
      assertThat(client.read(2)).isEqualTo("\r\n");
    }
    return content.toByteArray();
  }

  private static int size(Client client) {
    var line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      line.append(client.read(1));
    }
    return Integer.parseInt(line.toString().strip(), 16);
  }

  @ParameterizedTest
  @EnumSource
  void clientGetsTheEncodingThatItAccepts(Encoding encoding) {
    try (var replica = Replica.answering(withLength(TEXT, "ETag: \"1\"\r\n"));
        var fixture = fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(get(token(encoding))).readHead())
            .isEqualTo(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: W/\"1\"\r\n"
                    + "Content-Encoding: "
                    + token(encoding)
                    + "\r\nVary: Accept-Encoding\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(Decoding.whole(encoding, chunks(client))).isEqualTo(TEXT);
        assertThat(client.read(2)).isEqualTo("\r\n");
      }
      assertThat(replica.accepted).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunksOfAReplicaAreCompressedAndTheirTrailersPass(Encoding encoding) {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
            + TYPE
            + "\r\n"
            + chunk(TEXT)
            + chunk("end")
            + "0\r\nX-Sum: 1\r\n\r\n";
    try (var replica = Replica.answering(answer);
        var fixture = fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        client.send(get(token(encoding))).readHead();
        assertThat(Decoding.whole(encoding, chunks(client))).isEqualTo(TEXT + "end");
        assertThat(client.read(12)).isEqualTo("X-Sum: 1\r\n\r\n");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameOverHttp2OnBothSides(Encoding encoding) {
    try (var replica =
            Replica.start(
                connection -> {
                  try (var peer = FramePeer.replica(connection)) {
                    int stream = peer.request();
                    peer.headers(stream, false, ":status", "200", "content-type", "text/plain");
                    peer.data(stream, false, TEXT).data(stream, true, "end");
                    peer.readUntil(FramePeer.GOAWAY);
                  } catch (UncheckedIOException e) {
                    throw e.getCause();
                  }
                });
        var fixture =
            new Fixture(
                options -> options, compressed(Tables.app(replica)).withProtocol(Protocol.HTTP2));
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "GET", "/", "accept-encoding", token(encoding));
      var response = client.response(1);
      assertThat(response.fields.getFirst())
          .containsExactly(
              ":status: 200",
              "content-type: text/plain",
              "content-encoding: " + token(encoding),
              "vary: Accept-Encoding");
      assertThat(Decoding.whole(encoding, response.bytes.toByteArray())).isEqualTo(TEXT + "end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bigAnswersArriveWhole(Encoding encoding) {
    var text = new StringBuilder();
    var random = new Random(3);
    while (text.length() < 4_000_000) {
      text.append(Long.toString(random.nextLong(), 36)).append("lorem ipsum");
    }
    try (var replica = Replica.answering(withLength(text.toString()));
        var fixture = fixture(replica);
        var http2 =
            new FramePeer(
                fixture.balancer.port(), FramePeer.INITIAL_WINDOW_SIZE, Integer.MAX_VALUE)) {
      var client = fixture.client();
      client.send(get(token(encoding))).readHead();
      assertThat(Decoding.whole(encoding, chunks(client))).isEqualTo(text.toString());
      http2.send(FramePeer.WINDOW_UPDATE, 0, 1_000_000_000);
      http2.request(1, true, "GET", "/", "accept-encoding", token(encoding));
      assertThat(Decoding.whole(encoding, http2.response(1).bytes.toByteArray()))
          .isEqualTo(text.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamedAnswerArrivesAsItIsSent(Encoding encoding) throws Exception {
    var parts = new SynchronousQueue<String>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + TYPE + "\r\n");
                  for (String part = next(parts); !part.isEmpty(); part = next(parts)) {
                    connection.write(chunk(part));
                  }
                  connection.write("0\r\n\r\n");
                });
        var fixture = fixture(replica)) {
      // In HTTP/1.0 there are no chunks to take away.
      var client =
          fixture
              .client()
              .send("GET / HTTP/1.0\r\nHost: app\r\nAccept-Encoding: " + token(encoding))
              .send("\r\n\r\n");
      assertThat(client.readHead()).contains("Content-Encoding: " + token(encoding));
      send(parts, "one");
      // Not before, since it reads the beginning at once.
      var decoded = Decoding.stream(encoding, client.socket.getInputStream());
      assertThat(readFully(decoded, 3)).isEqualTo("one");
      for (String part : new String[] {"two".repeat(1000), "three"}) {
        send(parts, part);
        assertThat(readFully(decoded, part.length())).isEqualTo(part);
      }
      send(parts, "");
      assertThat(decoded.read()).isEqualTo(-1);
    }
  }

  private static void send(SynchronousQueue<String> parts, String part)
      throws InterruptedException {
    assertThat(parts.offer(part, 10, TimeUnit.SECONDS)).isTrue();
  }

  private static String readFully(InputStream in, int length) throws IOException {
    // One byte at a time: a stream that is asked for more may wait for more.
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) in.read());
    }
    return text.toString();
  }

  private static String next(SynchronousQueue<String> parts) throws IOException {
    try {
      String part = parts.poll(10, TimeUnit.SECONDS);
      return part == null ? "" : part;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "deflate", "gzip;q=0"})
  void clientThatDoesNotAcceptGetsTheAnswerAsItIsAndIsToldThatItVaries(String accepted) {
    try (var replica = Replica.answering(withLength(TEXT, "ETag: \"1\"\r\n"));
        var fixture = fixture(replica)) {
      String response = fixture.client().send(get(accepted)).readResponse();
      assertThat(response)
          .contains("\r\nVary: Accept-Encoding\r\n", "\r\nETag: \"1\"\r\n")
          .doesNotContain("Content-Encoding")
          .endsWith(TEXT);
    }
  }

  @Test
  void chunksPassAsTheyAreWhenTheyAreNotCompressed() {
    String body = chunk(TEXT) + "0\r\n\r\n";
    try (var replica =
            Replica.answering(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + TYPE + "\r\n" + body);
        var fixture = fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(get("identity")).readHead())
            .isEqualTo(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                    + TYPE
                    + "Vary: Accept-Encoding\r\n\r\n");
        assertThat(client.read(body.length())).isEqualTo(body);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 204 No Content\r\nContent-Type: text/plain\r\n\r\n",
      })
  void whatIsNotWorthItPassesUntouched(String answer) {
    try (var replica = Replica.answering(answer);
        var fixture = fixture(replica)) {
      var client = fixture.client();
      assertThat(client.send(get("gzip")).readResponse()).isEqualTo(answer);
      assertThat(client.send(get("gzip")).readResponse()).isEqualTo(answer);
    }
  }

  @Test
  void answersWithoutBodySayThatTheyVary() {
    try (var replica = Replica.answering("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
        var fixture = fixture(replica)) {
      var client = fixture.client();
      assertThat(client.send(get("gzip")).readHead())
          .isEqualTo("HTTP/1.1 304 Not Modified\r\nETag: W/\"1\"\r\nVary: Accept-Encoding\r\n\r\n");
      assertThat(client.send(get("identity")).readHead())
          .isEqualTo("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nVary: Accept-Encoding\r\n\r\n");
    }
    try (var replica =
            Replica.answering(
                "HTTP/1.1 200 OK\r\n" + TYPE + "ETag: \"1\"\r\nContent-Length: 9000\r\n\r\n");
        var fixture = fixture(replica)) {
      var client = fixture.client();
      // RFC 9110 section 8.6: no other length than that of the answer to GET.
      assertThat(client.send(get("gzip").replace("GET", "HEAD")).readHead())
          .isEqualTo(
              "HTTP/1.1 200 OK\r\n" + TYPE + "ETag: W/\"1\"\r\nVary: Accept-Encoding\r\n\r\n");
      assertThat(client.send(get("identity").replace("GET", "HEAD")).readHead())
          .isEqualTo(
              "HTTP/1.1 200 OK\r\n"
                  + TYPE
                  + "ETag: \"1\"\r\nContent-Length: 9000\r\nVary: Accept-Encoding\r\n\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void answerThatIsCutIsNotWholeForTheClient(Encoding encoding) {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(withLength(TEXT).substring(0, 3000));
                });
        var fixture = fixture(replica)) {
      String got = fixture.client().send(get(token(encoding))).readAllOrReset();
      assertThat(got).doesNotEndWith("0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientThatGoesAwayHarmsNobodyElse(Encoding encoding) {
    String endless = withLength(TEXT).replace("Content-Length: ", "Content-Length: 9");
    try (var replica =
            Replica.start(
                connection -> {
                  String head = connection.readHead();
                  connection.write(head.startsWith("GET /half") ? endless : withLength(TEXT));
                  connection.readHead();
                });
        var fixture = fixture(replica)) {
      for (int i = 0; i < 20; i++) {
        var gone = fixture.client();
        gone.send(get(token(encoding)).replace("GET /", "GET /half")).readHead();
        gone.close();
      }
      Await.until("no request is in flight", () -> fixture.load().concurrency() == 0);
      var client = fixture.client();
      client.send(get(token(encoding))).readHead();
      assertThat(Decoding.whole(encoding, chunks(client))).isEqualTo(TEXT);
    }
  }
}
