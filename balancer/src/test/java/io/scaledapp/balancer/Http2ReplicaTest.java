package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Replicas that speak HTTP/2, frame by frame. */
class Http2ReplicaTest {
  /** What a replica does with a connection, from its preface on. */
  private interface Script {
    void run(FramePeer peer) throws IOException, InterruptedException;
  }

  private static Replica replica(Script script, int... settings) {
    return Replica.start(
        connection -> {
          try (var peer = FramePeer.replica(connection, settings)) {
            script.run(peer);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  /** Answers each request with the number of its stream. */
  private static Replica answering(int... settings) {
    return replica(
        peer -> {
          for (var frame = peer.readUntil(FramePeer.HEADERS);
              frame.type() >= 0;
              frame = peer.readUntil(FramePeer.HEADERS)) {
            peer.answer(frame.stream(), "200", "stream " + frame.stream());
          }
        },
        settings);
  }

  private static Fixture fixture(Replica... replicas) {
    return new Fixture(options -> options, app(replicas));
  }

  private static AppRoute app(Replica... replicas) {
    return Tables.app(replicas).withProtocol(Protocol.HTTP2);
  }

  private static AppRoute app(Timeouts timeouts, Replica... replicas) {
    return Tables.app(0, QueueLimits.DEFAULT, timeouts, Tables.endpoints(replicas))
        .withProtocol(Protocol.HTTP2);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void requestsOfBothProtocolsShareOneConnection() {
    try (var replica = answering();
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      assertThat(fixture.client().get("/"))
          .startsWith("HTTP/1.1 200 \r\n")
          .contains("Transfer-Encoding: chunked\r\n");
      assertThat(http2.get(1).response(1).body()).isEqualTo("stream 5");
      assertThat(http2.get(3).response(3).body()).isEqualTo("stream 7");
      assertThat(replica.accepted).hasValue(1);
      assertThat(fixture.load().requests()).isEqualTo(3);
      assertThat(fixture.load().endpoints().getFirst().requests()).isEqualTo(3);
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void requestIsTranslatedWithoutWhatConcernsTheConnection() throws Exception {
    var fields = new LinkedBlockingQueue<List<String>>();
    try (var replica =
            replica(
                peer -> {
                  int stream = peer.request();
                  fields.add(peer.got(stream).fields.getFirst());
                  peer.response(stream);
                  fields.add(List.of(peer.got(stream).body()));
                  peer.headers(stream, true, ":status", "204");
                });
        var fixture = fixture(replica)) {
      var answer =
          fixture
              .client()
              .send(
                  "POST /a?b=c HTTP/1.1\r\nX-One: 1 \r\nHost: app:80\r\nConnection: X-Two\r\n"
                      + "X-Two: 2\r\nTE: trailers, gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + "2;x=y\r\nhi\r\n1\r\n!\r\n0\r\n\r\n")
              .readResponse();
      assertThat(answer).startsWith("HTTP/1.1 204 ");
      assertThat(next(fields))
          .startsWith(
              ":method: POST", ":scheme: http", ":path: /a?b=c", ":authority: app:80", "x-one: 1")
          .contains("te: trailers", "x-forwarded-for: 127.0.0.1")
          .noneMatch(
              field ->
                  field.matches("(host|connection|transfer-encoding|x-two|content-length): .*"));
      assertThat(next(fields)).containsExactly("hi!");
    }
  }

  @Test
  void requestWithoutABodyEndsWithItsFields() throws Exception {
    var ends = new LinkedBlockingQueue<Boolean>();
    try (var replica =
            replica(
                peer -> {
                  var frame = peer.readUntil(FramePeer.HEADERS);
                  ends.add(frame.endsStream());
                  peer.answer(frame.stream(), "200", "ok");
                });
        var fixture = fixture(replica)) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 200 ");
      assertThat(next(ends)).isTrue();
    }
  }

  @Test
  void answerWithoutABodyIsWhole() {
    try (var replica =
            replica(
                peer -> {
                  while (true) {
                    peer.headers(peer.request(), true, ":status", "200", "x-a", "b");
                  }
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      assertThat(fixture.client().get("/"))
          .isEqualTo("HTTP/1.1 200 \r\nx-a: b\r\ncontent-length: 0\r\n\r\n");
      http2.get(1);
      assertThat(http2.readUntil(FramePeer.HEADERS).endsStream()).isTrue();
    }
  }

  @Test
  void trailersPassBothWays() throws Exception {
    var trailers = new LinkedBlockingQueue<List<String>>();
    try (var replica =
            replica(
                peer -> {
                  while (true) {
                    int stream = peer.request();
                    peer.response(stream);
                    trailers.add(peer.got(stream).fields.getLast());
                    peer.headers(stream, false, ":status", "200")
                        .data(stream, false, "body")
                        .headers(stream, true, "x-sum", "7");
                  }
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      http2.request(1, false, "POST", "/").data(1, false, "hi").headers(1, true, "x-end", "1");
      var response = http2.response(1);
      assertThat(response.body()).isEqualTo("body");
      assertThat(response.fields.getLast()).containsExactly("x-sum: 7");
      assertThat(next(trailers)).containsExactly("x-end: 1");

      var client = fixture.client();
      client.send(
          "POST / HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\nhi\r\n0\r\nX-End: 2\r\n\r\n");
      assertThat(client.readHead()).contains("Transfer-Encoding: chunked\r\n");
      assertThat(client.read(24)).isEqualTo("4\r\nbody\r\n0\r\nx-sum: 7\r\n\r\n");
      assertThat(next(trailers)).containsExactly("x-end: 2");
    }
  }

  @Test
  void noMoreStreamsAreOpenThanTheReplicaAllows() throws Exception {
    var open = new LinkedBlockingQueue<FramePeer>();
    try (var replica =
            replica(
                peer -> {
                  while (true) {
                    peer.request();
                    open.add(peer);
                  }
                },
                FramePeer.MAX_CONCURRENT_STREAMS,
                2);
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      for (int stream = 1; stream <= 9; stream += 2) {
        http2.get(stream);
      }
      var peers = new ArrayList<FramePeer>();
      for (int i = 0; i < 5; i++) {
        peers.add(next(open));
      }
      assertThat(replica.accepted).hasValue(3);
      assertThat(peers.stream().distinct()).hasSize(3);
    }
  }

  @Test
  void refusedStreamGoesElsewhereEvenIfItIsNotIdempotent() {
    try (var refusing =
            replica(
                peer -> {
                  while (true) {
                    peer.send(FramePeer.RST_STREAM, peer.request(), FramePeer.REFUSED_STREAM);
                  }
                });
        var good = answering();
        var fixture = fixture(refusing, good);
        var http2 = new FramePeer(fixture.balancer.port())) {
      for (int stream = 1; stream <= 19; stream += 2) {
        http2.request(stream, false, "POST", "/").data(stream, true, "hi");
        assertThat(http2.response(stream).status()).isEqualTo(":status: 200");
      }
    }
  }

  @Test
  void streamThatALeavingReplicaDidNotLookAtGoesOnAndTheFormerEndsWhereItIs() throws Exception {
    var connections = new AtomicInteger();
    var ended = new LinkedBlockingQueue<Boolean>();
    try (var replica =
            replica(
                peer -> {
                  if (connections.incrementAndGet() > 1) {
                    peer.answer(peer.request(), "200", "again").readUntil(99);
                    return;
                  }
                  int first = peer.request();
                  peer.request();
                  peer.goAway(first).answer(first, "200", "the last");
                  ended.add(peer.readUntil(99).type() < 0);
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      http2.get(1).request(3, false, "POST", "/").data(3, true, "hi");
      assertThat(http2.response(1).body()).isEqualTo("the last");
      assertThat(http2.response(3).body()).isEqualTo("again");
      assertThat(next(ended)).isTrue();
      assertThat(fixture.load().endpoints().getFirst().failures()).isZero();
    }
  }

  @Test
  void clientThatGoesResetsItsStreamAlone() throws Exception {
    var resets = new LinkedBlockingQueue<Integer>();
    try (var replica =
            replica(
                peer -> {
                  int first = peer.request();
                  int second = peer.request();
                  resets.add(second);
                  var reset = peer.readUntil(FramePeer.RST_STREAM);
                  assertThat(reset.first()).isEqualTo(FramePeer.CANCEL);
                  resets.add(reset.stream());
                  peer.answer(reset.stream() == first ? second : first, "200", "whole");
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      http2.get(1).get(3);
      assertThat(next(resets)).isEqualTo(5);
      http2.send(FramePeer.RST_STREAM, 1, FramePeer.CANCEL);
      assertThat(next(resets)).isEqualTo(3);
      assertThat(http2.response(3).body()).isEqualTo("whole");
      Await.until("both are over", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void answerThatIsResetIsCut() {
    try (var replica =
            replica(
                peer -> {
                  int stream = peer.request();
                  peer.headers(stream, false, ":status", "200")
                      .data(stream, false, "part")
                      .send(FramePeer.RST_STREAM, stream, FramePeer.INTERNAL_ERROR);
                  peer.readUntil(99);
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      assertThat(http2.get(1).response(1).resetCode).isEqualTo(FramePeer.INTERNAL_ERROR);
      assertThat(fixture.load().endpoints().getFirst().failures()).isEqualTo(1);
    }
  }

  @Test
  void malformedAnswersAre502AndHarmNoOtherStream() {
    var bad =
        List.of(
            new String[] {"x-a", "b"},
            new String[] {":status", "101"},
            new String[] {":status", "20"},
            new String[] {":status", "200", ":status", "200"},
            new String[] {":status", "200", ":path", "/"},
            new String[] {":status", "200", "connection", "close"},
            new String[] {":status", "200", "transfer-encoding", "chunked"},
            new String[] {":status", "200", "x-A", "b"},
            new String[] {":status", "200", "x-a", "b\r\nx-c: d"},
            new String[] {":status", "200", "content-length", "1", "content-length", "2"},
            new String[] {":status", "200", "content-length", "x"});
    try (var replica =
            replica(
                peer -> {
                  for (String[] fields : bad) {
                    peer.headers(peer.request(), true, fields);
                  }
                  peer.answer(peer.request(), "200", "good");
                  peer.readUntil(99);
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      int stream = 1;
      for (String[] fields : bad) {
        assertThat(http2.request(stream, true, "POST", "/").response(stream).status())
            .as(String.join(" ", fields))
            .isEqualTo(":status: 502");
        stream += 2;
      }
      assertThat(http2.get(stream).response(stream).body()).isEqualTo("good");
      assertThat(replica.accepted).hasValue(1);
    }
  }

  @Test
  void bodyWhereNoneMayBeIsNeverPassed() {
    try (var replica =
            replica(
                peer -> {
                  int stream = peer.request();
                  peer.headers(stream, false, ":status", "200")
                      .data(stream, true, "HTTP/1.1 200 OK\r\n\r\n");
                  peer.readUntil(99);
                });
        var fixture = fixture(replica)) {
      var answer = fixture.client().send("HEAD / HTTP/1.1\r\nHost: app\r\n\r\n").readAllOrReset();
      assertThat(answer).doesNotContain("OK");
    }
  }

  @Test
  void interimAnswersPass() {
    try (var replica =
            replica(
                peer -> {
                  int stream = peer.request();
                  peer.headers(stream, false, ":status", "100");
                  peer.response(stream);
                  peer.answer(stream, "200", peer.got(stream).body());
                  peer.readUntil(99);
                });
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send(
          "POST / HTTP/1.1\r\nHost: app\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
      assertThat(client.send("hi").readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void replicaThatSpeaksHttp1Is502() {
    try (var replica = Replica.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        var fixture = fixture(replica)) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 502 ");
    }
  }

  @Test
  void replicaThatNeverSpeaksIs502AfterTheConnectTimeout() {
    var timeouts =
        new Timeouts(
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofHours(1));
    try (var replica = Replica.start(connection -> connection.read(1 << 20));
        var fixture = new Fixture(options -> options, app(timeouts, replica))) {
      assertThat(fixture.client().get("/")).startsWith("HTTP/1.1 502 ");
      assertThat(fixture.load().endpoints().getFirst().failures()).isPositive();
    }
  }

  @Test
  void replicaThatTakesNoBytesSlowsItsClientDown() {
    try (var replica =
            replica(
                peer -> {
                  peer.request();
                  // Takes no more than the windows that it gave.
                  peer.readUntil(99);
                });
        var fixture = fixture(replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 100000000\r\n\r\n");
      var sent = new AtomicLong();
      Thread.ofVirtual()
          .start(
              () -> {
                var chunk = "x".repeat(10_000);
                try {
                  while (true) {
                    client.send(chunk);
                    sent.addAndGet(chunk.length());
                  }
                } catch (UncheckedIOException e) {
                  // The test is over.
                }
              });
      Await.until("the client stands still", () -> standsStill(sent));
      assertThat(sent.get()).isLessThan(50_000_000);
    }
  }

  private static boolean standsStill(AtomicLong sent) {
    long before = sent.get();
    LockSupport.parkNanos(200_000_000);
    return before > 0 && sent.get() == before;
  }

  @Test
  void clientThatTakesNoBytesSlowsItsStreamDownAndNoOther() throws Exception {
    var sent = new LinkedBlockingQueue<Integer>();
    try (var replica =
            replica(
                peer -> {
                  int slow = peer.request();
                  peer.headers(slow, false, ":status", "200");
                  // As much as the stream's window allows, which is then closed.
                  byte[] block = new byte[16_384];
                  for (int i = 0; i < 16; i++) {
                    peer.data(slow, false, block);
                  }
                  sent.add(slow);
                  peer.answer(peer.request(), "200", "quick");
                  while (true) {
                    var frame = peer.readUntil(FramePeer.WINDOW_UPDATE);
                    if (frame.type() < 0) {
                      return;
                    }
                    if (frame.stream() == slow) {
                      sent.add(-frame.first());
                    }
                  }
                });
        var fixture = fixture(replica);
        var stalled = new FramePeer(fixture.balancer.port(), FramePeer.INITIAL_WINDOW_SIZE, 1);
        var other = new FramePeer(fixture.balancer.port())) {
      stalled.get(1);
      next(sent);
      assertThat(other.get(1).response(1).body()).isEqualTo("quick");
      assertThat(sent).isEmpty();
      stalled.send(FramePeer.WINDOW_UPDATE, 1, 1 << 20).send(FramePeer.WINDOW_UPDATE, 0, 1 << 20);
      while (stalled.got(1).bytes.size() < 16 * 16_384) {
        assertThat(stalled.read().type()).isNotNegative();
      }
      assertThat(next(sent)).isNegative();
    }
  }

  @Test
  void hundredRequestsThatClientsGaveUpEndAConnection() throws Exception {
    var cancelled = new LinkedBlockingQueue<Integer>();
    try (var replica =
            replica(
                peer -> {
                  while (true) {
                    var frame = peer.read();
                    if (frame.type() < 0) {
                      return;
                    }
                    if (frame.type() == FramePeer.RST_STREAM) {
                      cancelled.add(frame.stream());
                    }
                  }
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      for (int i = 0; i < 200; i++) {
        http2.get(2 * i + 1).send(FramePeer.RST_STREAM, 2 * i + 1, FramePeer.CANCEL);
        if (i % 20 == 0) {
          http2.settle();
        }
      }
      Await.until("there is a second connection", () -> replica.accepted.get() >= 2);
    }
  }

  @Test
  void connectionThatTheTableDropsEndsWithItsStreams() throws Exception {
    var ended = new LinkedBlockingQueue<String>();
    try (var replica =
            replica(
                peer -> {
                  int stream = peer.request();
                  ended.add("begun");
                  assertThat(peer.readUntil(FramePeer.PING).type()).isNegative();
                  ended.add("ended " + stream);
                });
        var fixture = fixture(replica);
        var http2 = new FramePeer(fixture.balancer.port())) {
      http2.get(1);
      next(ended);
      fixture.balancer.apply(Tables.of(app()));
      http2.settle().send(FramePeer.RST_STREAM, 1, FramePeer.CANCEL);
      assertThat(next(ended)).isEqualTo("ended 3");
    }
  }
}
