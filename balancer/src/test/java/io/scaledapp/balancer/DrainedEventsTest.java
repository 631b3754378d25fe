package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event streams on a replica that is to go, from replicas and to clients of either version. */
@ExtendWith(LeakCheck.class)
class DrainedEventsTest {
  private static final String FIRST = "id: 1\r\ndata: hello\r\n\r\n";
  private static final String NOTE = ": note\n";
  private static final String SECOND = "data: bye\n\n";
  private static final String EVENTS = FIRST + NOTE + SECOND;

  /** What may have been sent where no event is under way. */
  private static final Pattern WHOLE_EVENTS =
      Pattern.compile("(" + EVENTS + ")+(" + FIRST + "(" + NOTE + ")?)?");

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String GET = "GET /events HTTP/1.1\r\nHost: app\r\n\r\n";
  private static final Duration TIME = Duration.ofSeconds(1);

  /** Set when a replica can send no more events. */
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /** Writes a stretch of the body, framed as the replica does. */
  private interface Writer {
    void write(String piece) throws IOException;
  }

  /** Sends events for ever, in pieces that end with none of them. */
  private static void sendEvents(Writer out) throws IOException {
    String twice = EVENTS + EVENTS;
    for (int at = 0; ; at = (at + 7) % EVENTS.length()) {
      out.write(twice.substring(at, at + 7));
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void writeChunk(Replica.Connection connection, String piece) throws IOException {
    connection.write(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
  }

  private Replica chunked() {
    return Replica.start(
        connection -> {
          connection.readHead();
          connection.write(CHUNKED);
          try {
            sendEvents(piece -> writeChunk(connection, piece));
          } finally {
            stopped.complete(null);
          }
        });
  }

  private Replica untilClose() {
    return Replica.start(
        connection -> {
          connection.readHead();
          connection.write(HEAD + "\r\n");
          try {
            sendEvents(connection::write);
          } finally {
            stopped.complete(null);
          }
        });
  }

  private Replica multiplexed() {
    return Replica.start(
        connection -> {
          var peer = FramePeer.replica(connection);
          int stream = peer.request();
          peer.headers(stream, false, ":status", "200", "content-type", "text/event-stream");
          var reader =
              Thread.ofVirtual()
                  .start(
                      () -> {
                        if (peer.readUntil(FramePeer.RST_STREAM).first() == FramePeer.CANCEL) {
                          stopped.complete(null);
                        }
                      });
          sendEvents(
              piece -> {
                if (!reader.isAlive()) {
                  throw new IOException("the stream was reset");
                }
                peer.data(stream, false, piece);
              });
        });
  }

  private static AppRoute app(Protocol protocol, Endpoint... endpoints) {
    return Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(endpoints))
        .withProtocol(protocol);
  }

  private static void drain(Fixture fixture, Protocol protocol, Replica from, Replica to) {
    Endpoint draining = Tables.endpoint(from).draining(TIME);
    fixture.balancer.apply(Tables.of(app(protocol, draining, Tables.endpoint(to))));
  }

  private static void drain(Fixture fixture, Replica from) {
    Endpoint draining = Tables.endpoint(from).draining(TIME);
    fixture.balancer.apply(Tables.of(app(Protocol.HTTP1, draining)));
  }

  private void assertEndedWell(Fixture fixture) {
    assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
    Await.until("the stream ends", () -> fixture.load().concurrency() == 0);
    assertThat(fixture.load().endpoints()).extracting(EndpointLoad::failures).containsOnly(0L);
  }

  private static String readChunked(Client client) {
    var body = new StringBuilder();
    while (true) {
      var line = new StringBuilder();
      while (line.indexOf("\r\n") < 0) {
        line.append((char) client.read());
      }
      int size = Integer.parseInt(line.substring(0, line.length() - 2), 16);
      body.append(client.read(size));
      assertThat(client.read(2)).isEqualTo("\r\n");
      if (size == 0) {
        return body.toString();
      }
    }
  }

  /** The client's connection carries the next request, which goes elsewhere. */
  private void endsInChunks(Protocol protocol, Replica replica, Replica next) {
    try (replica;
        next;
        var fixture = new Fixture(options -> options, app(protocol, Tables.endpoint(replica)))) {
      var client = fixture.client().send(GET);
      assertThat(client.readHead()).containsIgnoringCase("transfer-encoding: chunked");
      drain(fixture, protocol, replica, next);
      assertThat(readChunked(client)).matches(WHOLE_EVENTS);
      assertEndedWell(fixture);
      assertThat(client.get("/")).endsWith("next");
    }
  }

  private void endsWithItsStream(Protocol protocol, Replica replica) {
    try (replica;
        var fixture = new Fixture(options -> options, app(protocol, Tables.endpoint(replica)));
        var client = new FramePeer(fixture.balancer.port())) {
      client.get(1).readUntil(FramePeer.HEADERS);
      Endpoint draining = Tables.endpoint(replica).draining(TIME);
      fixture.balancer.apply(Tables.of(app(protocol, draining)));
      assertThat(client.response(1).body()).matches(WHOLE_EVENTS);
      assertThat(client.response(1).resetCode).isEqualTo(-1);
      assertEndedWell(fixture);
    }
  }

  private static Replica next() {
    return Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext");
  }

  private static Replica nextMultiplexed() {
    return Replica.start(
        connection -> {
          var peer = FramePeer.replica(connection);
          int stream = peer.request();
          peer.headers(stream, false, ":status", "200", "content-length", "4");
          peer.data(stream, true, "next").request();
        });
  }

  @Test
  void chunksOfTheReplicaEndWithALastChunkBetweenEvents() {
    endsInChunks(Protocol.HTTP1, chunked(), next());
  }

  @Test
  void streamUpToTheEndOfItsConnectionEndsInChunksBetweenEvents() {
    endsInChunks(Protocol.HTTP1, untilClose(), next());
  }

  @Test
  void streamOfAnHttp2ReplicaEndsInChunksBetweenEvents() {
    endsInChunks(Protocol.HTTP2, multiplexed(), nextMultiplexed());
  }

  @Test
  void streamToAnHttp2ClientEndsBetweenEvents() {
    endsWithItsStream(Protocol.HTTP1, chunked());
  }

  @Test
  void streamOfAnHttp2ReplicaToAnHttp2ClientEndsBetweenEvents() {
    endsWithItsStream(Protocol.HTTP2, multiplexed());
  }

  @Test
  void http10ClientSeesTheEndOfTheConnectionBetweenEvents() {
    try (var replica = chunked();
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(GET.replace("HTTP/1.1", "HTTP/1.0"));
      assertThat(client.readHead()).doesNotContainIgnoringCase("transfer-encoding");
      drain(fixture, replica);
      assertThat(client.readAll()).matches(WHOLE_EVENTS);
      assertEndedWell(fixture);
    }
  }

  @Test
  void streamInWhichNothingIsUnderWayEndsThoughNothingComes() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(CHUNKED);
                  writeChunk(connection, EVENTS);
                  connection.in.readAllBytes();
                  stopped.complete(null);
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(GET);
      client.readHead();
      drain(fixture, replica);
      assertThat(readChunked(client)).isEqualTo(EVENTS);
      assertEndedWell(fixture);
    }
  }

  /** A client drops what is not whole, and asks for what comes behind the last that was. */
  @Test
  void eventThatDoesNotEndIsEndedBeforeItsReplica() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(CHUNKED);
                  writeChunk(connection, EVENTS + "data: beg");
                  connection.in.readAllBytes();
                  stopped.complete(null);
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(GET);
      client.readHead();
      drain(fixture, replica);
      assertThat(readChunked(client)).isEqualTo(EVENTS + "data: beg");
      assertEndedWell(fixture);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, text/event-stream, X-Note: none",
    "GET, text/event-stream, Content-Encoding: gzip",
    "GET, text/event-streams, X-Note: none",
    "GET, text/plain, X-Note: none",
  })
  void otherAnswersHaveTheWholeDrain(String method, String type, String field) {
    String lines = "Content-Type: " + type + "\r\n" + field + "\r\n";
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 200 OK\r\n" + lines + "Transfer-Encoding: chunked\r\n\r\n");
                  writeChunk(connection, SECOND);
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_200));
                  writeChunk(connection, SECOND);
                  connection.write("0\r\n\r\n");
                });
        var fixture = new Fixture(replica)) {
      var client =
          fixture.client().send(method + " / HTTP/1.1\r\nHost: app\r\nContent-Length: 0\r\n\r\n");
      client.readHead();
      drain(fixture, replica);
      assertThat(readChunked(client)).isEqualTo(SECOND + SECOND);
    }
  }

  @Test
  void streamWhoseReplicaIsPutBackGoesOn() {
    var end = new CompletableFuture<Void>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(CHUNKED);
                  end.join();
                  writeChunk(connection, EVENTS);
                  connection.write("0\r\n\r\n");
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(GET);
      client.readHead();
      drain(fixture, replica);
      fixture.balancer.apply(Tables.of(replica));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_200));
      end.complete(null);
      assertThat(readChunked(client)).isEqualTo(EVENTS);
    }
  }
}
