package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an HTTP/2 client gets of a replica's response. */
class Http2ResponsesTest {

  /** Answers the first request with {@code response}, and closes after the second. */
  private static Replica replica(String response) {
    return Replica.start(
        connection -> {
          connection.readHead();
          connection.write(response);
          connection.readHead();
        });
  }

  @Test
  void fieldsAreInLowerCaseAndNoneConcernsTheConnection() {
    try (var replica =
            replica(
                "HTTP/1.1 200 OK\r\nX-A: Bc\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n"
                    + "Keep-Alive: timeout=5\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nok");
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      var response = client.get(1).response(1);
      assertThat(response.fields)
          .containsExactly(List.of(":status: 200", "x-a: Bc", "content-length: 2"));
      assertThat(response.body()).isEqualTo("ok");
    }
  }

  @Test
  void chunksBecomeDataAndTrailersFields() {
    try (var replica =
            replica(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3;x\r\nabc\r\n2\r\nde\r\n0\r\nGrpc-Status: 0\r\nX: y\r\n\r\n");
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      var response = client.get(1).response(1);
      assertThat(response.fields)
          .containsExactly(List.of(":status: 200"), List.of("grpc-status: 0", "x: y"));
      assertThat(response.body()).isEqualTo("abcde");
    }
  }

  @Test
  void bodyUpToTheEndOfTheConnectionIsWhole() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\n\r\nall");
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      var response = client.get(1).response(1);
      assertThat(response.body()).isEqualTo("all");
      assertThat(response.resetCode).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 200 OK", "GET, 204 No", "GET, 304 Not"})
  void responseWithoutABodyEndsWithItsFields(String method, String status) {
    try (var replica = replica("HTTP/1.1 " + status + "\r\nX: y\r\n\r\n");
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, method, "/");
      assertThat(client.readUntil(FramePeer.HEADERS).endsStream()).isTrue();
    }
  }

  @Test
  void interimResponsesPass() {
    try (var replica =
            replica(
                "HTTP/1.1 103 Early\r\nLink: </x>\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(client.get(1).response(1).fields)
          .containsExactly(
              List.of(":status: 103", "link: </x>"), List.of(":status: 200", "content-length: 0"));
    }
  }

  @Test
  void continueIsRelayedBeforeTheBody() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 100 Continue\r\n\r\n");
                  String body = connection.read(2);
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, false, "POST", "/", "content-length", "2", "expect", "100-continue");
      client.readUntil(FramePeer.HEADERS);
      assertThat(client.got(1).status()).isEqualTo(":status: 100");
      assertThat(client.data(1, true, "ok").response(1).body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
      })
  void responseCutShortResetsTheStreamAlone(String response) {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(response);
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "POST", "/");
      assertThat(client.response(1).resetCode).isEqualTo(FramePeer.INTERNAL_ERROR);
      client.request(3, true, "POST", "/");
      assertThat(client.response(3).resetCode).isEqualTo(FramePeer.INTERNAL_ERROR);
    }
  }

  @Test
  void replicaThatAnswersNothingIs502() {
    try (var replica = Replica.start(connection -> connection.readHead());
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, true, "POST", "/");
      var response = client.response(1);
      assertThat(response.status()).isEqualTo(":status: 502");
      assertThat(response.body()).isEqualTo("The replica gave no valid answer.\n");
    }
  }

  @Test
  void switchThatNobodyAskedForIs502() {
    try (var replica = replica("HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(client.get(1).response(1).status()).isEqualTo(":status: 502");
    }
  }

  @Test
  void answerBeforeTheWholeBodyEndsTheStreamWithoutAFault() {
    try (var replica = replica("HTTP/1.1 413 Large\r\nContent-Length: 2\r\n\r\nno");
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, false, "POST", "/").data(1, false, "x");
      assertThat(client.response(1).status()).isEqualTo(":status: 413");
      assertThat(client.readUntil(FramePeer.RST_STREAM).first()).isEqualTo(FramePeer.NO_ERROR);
      assertThat(client.got(1).body()).isEqualTo("no");
      // What was on its way is no fault either, be it the end.
      client.data(1, false, "y").headers(1, true, "x", "y").settle();
    }
  }

  @Test
  void resetByTheClientEndsTheRequestAtTheReplica() {
    var ended = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.readHead();
                  ended.countDown();
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      client.get(1);
      Await.until("the replica has it", () -> fixture.load().concurrency() == 1);
      client.send(FramePeer.RST_STREAM, 1, FramePeer.CANCEL);
      Await.until("the replica is told", () -> ended.getCount() == 0);
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
      client.settle();
    }
  }

  /** Writes for as long as it can, and counts. */
  private static Replica endless(AtomicLong written) {
    return Replica.start(
        connection -> {
          connection.readHead();
          connection.write("HTTP/1.1 200 OK\r\n\r\n");
          byte[] block = new byte[8192];
          while (true) {
            connection.out.write(block);
            written.addAndGet(block.length);
          }
        });
  }

  @Test
  void clientThatTakesNothingSlowsItsReplicaDownAndNoOtherStream() {
    var written = new AtomicLong();
    try (var endless = endless(written);
        var quick = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var fixture = new Fixture(endless, quick);
        var client = new FramePeer(fixture.balancer.port())) {
      // Round robin: one of both goes to each.
      client.send(FramePeer.WINDOW_UPDATE, 0, 1_000_000);
      client.get(1).get(3);
      var data = client.readUntil(FramePeer.DATA);
      boolean isQuick = data.payload().length == 2;
      client.settle();
      int quickStream = isQuick ? data.stream() : 4 - data.stream();
      assertThat(client.response(quickStream).body()).isEqualTo("ok");
      long before = -1;
      while (before != written.get()) {
        before = written.get();
        client.settle();
      }
      // The stream's window, and what the kernel and the balancer hold of the replica's bytes.
      assertThat(client.got(4 - quickStream).bytes.size()).isEqualTo(65_535);
      assertThat(written.get()).isLessThan(20_000_000);
      client.send(FramePeer.WINDOW_UPDATE, 4 - quickStream, 10_000);
      Await.until(
          "the rest of the window comes",
          () -> {
            client.read();
            return client.got(4 - quickStream).bytes.size() == 75_535;
          });
    }
  }

  @Test
  void streamsThatStandStillHoldUpNoOther() {
    var written = new AtomicLong();
    try (var endless = endless(written);
        var large =
            Replica.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n" + "x".repeat(500_000));
        var fixture = new Fixture(options -> options, route("/", endless), route("/large", large));
        var client = new FramePeer(fixture.balancer.port())) {
      // Of the connection's window the ten leave 400,000, while more than that waits on them.
      client.send(FramePeer.WINDOW_UPDATE, 0, 10 * 65_535 + 400_000 - 65_535);
      for (int stream = 1; stream < 21; stream += 2) {
        client.get(stream);
      }
      for (int stream = 1; stream < 21; stream += 2) {
        while (client.got(stream).bytes.size() < 65_535) {
          client.read();
        }
      }
      client.request(21, true, "GET", "/large");
      int taken = 0;
      while (!client.got(21).ended) {
        client.readUntil(FramePeer.DATA);
        int more = client.got(21).bytes.size() - taken;
        taken += more;
        if (more > 0) {
          client.send(FramePeer.WINDOW_UPDATE, 21, more).send(FramePeer.WINDOW_UPDATE, 0, more);
        }
      }
      assertThat(taken).isEqualTo(500_000);
    }
  }

  private static AppRoute route(String path, Replica replica) {
    return new AppRoute(
        "default" + path + "x",
        List.of(),
        List.of(path),
        0,
        AppRoute.Policy.ROUND_ROBIN,
        0,
        QueueLimits.DEFAULT,
        Timeouts.DEFAULT,
        Tables.endpoints(replica));
  }

  @Test
  void clientThatTakesNothingForTooLongIsReset() {
    var timeouts =
        new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMillis(300),
            Duration.ofHours(1));
    try (var endless = endless(new AtomicLong());
        var fixture =
            new Fixture(
                options -> options,
                Tables.app(0, QueueLimits.DEFAULT, timeouts, Tables.endpoints(endless)));
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(client.get(1).response(1).resetCode).isEqualTo(FramePeer.INTERNAL_ERROR);
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void replicaThatTakesNothingSlowsTheUploadDown() {
    var done = new CountDownLatch(1);
    try (var deaf =
            Replica.start(
                connection -> {
                  connection.readHead();
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        var fixture = new Fixture(deaf);
        var client = new FramePeer(fixture.balancer.port())) {
      client.request(1, false, "POST", "/", "content-length", "100000000");
      long window = 256 * 1024;
      byte[] block = new byte[16_384];
      long sent = 0;
      // Until no window is left: each PING is answered after the updates that came before it.
      while (window >= block.length && sent < 90_000_000) {
        client.data(1, false, block);
        sent += block.length;
        window -= block.length;
        window += updates(client);
      }
      assertThat(sent).isLessThan(90_000_000);
      done.countDown();
    }
  }

  /** What the balancer gave back on stream 1. */
  private static long updates(FramePeer client) {
    long given = 0;
    client.send(FramePeer.PING, 0, 0, new byte[8]);
    for (var frame = client.read(); frame.type() != FramePeer.PING; frame = client.read()) {
      given += frame.type() == FramePeer.WINDOW_UPDATE && frame.stream() == 1 ? frame.first() : 0;
    }
    return given;
  }
}
