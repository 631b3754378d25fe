package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @Test
  void bodyWithLengthArrivesWhole() {
    String body = "0123456789".repeat(50_000);
    String head = "POST / HTTP/1.1\r\nHost: app\r\nContent-Length: " + body.length() + "\r\n\r\n";
    assertThat(bodySeenByReplica(head + body, body.length())).isEqualTo(body);
  }

  @Test
  void chunkedBodyArrivesWithItsTrailersAndWithoutExtensions() {
    String head = "POST / HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n";
    String sent = "5;a=\"b\"\r\nhello\r\n0A;x\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n";
    String seen = "5\r\nhello\r\n0A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n";
    assertThat(bodySeenByReplica(head + sent, seen.length())).isEqualTo(seen);
  }

  private static String bodySeenByReplica(String request, int length) {
    var seen = new CompletableFuture<String>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  seen.complete(connection.read(length));
                  connection.write(OK);
                  connection.readHead();
                });
        var fixture = new Fixture(replica)) {
      assertThat(fixture.client().send(request).readResponse()).isEqualTo(OK);
      return seen.join();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 70_000})
  void chunkedResponsePassesAsItIs(int size) {
    String body = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\nX-T: 1\r\n\r\n";
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (var replica = Replica.answering(head + body);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 3; i++) {
        client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
        assertThat(client.read(head.length() + body.length())).isEqualTo(head + body);
      }
      assertThat(replica.accepted).hasValue(1);
    }
  }

  @Test
  void responseThatEndsWithItsConnectionIsChunked() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.0 200 OK\r\nX-A: b\r\n\r\nhello");
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      String expected =
          "HTTP/1.1 200 OK\r\nX-A: b\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
        assertThat(client.read(expected.length())).isEqualTo(expected);
      }
    }
  }

  @Test
  void http10ClientGetsNoChunksAndTheEndOfTheConnection() {
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x\r\nyou\r\n0\r\nT: 1\r\n\r\n";
    try (var replica = Replica.answering(chunked);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.send("GET / HTTP/1.0\r\nHost: app\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.readAll())
          .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhelloyou");
    }
  }

  @Test
  void http10ClientKeepsItsConnectionIfItAsksTo() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      String request = "GET / HTTP/1.0\r\nHost: app\r\nConnection: keep-alive\r\n\r\n";
      for (int i = 0; i < 2; i++) {
        assertThat(client.send(request).readResponse())
            .contains("\r\nConnection: keep-alive\r\n")
            .endsWith("ok");
      }
      assertThat(client.send("GET / HTTP/1.0\r\nHost: app\r\n\r\n").readAll())
          .contains("\r\nConnection: close\r\n");
    }
  }

  @Test
  void connectionClosesAfterTheAnswerIfTheClientAsksTo() {
    try (var replica = Replica.answering(OK);
        var fixture = new Fixture(replica)) {
      assertThat(
              fixture
                  .client()
                  .send("GET / HTTP/1.1\r\nHost: app\r\nConnection: close\r\n\r\n")
                  .readAll())
          .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n"
      })
  void responseWithoutBodyIsFollowedByTheNext(String response) {
    try (var replica = Replica.answering(response);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
        assertThat(client.readHead()).isEqualTo(response);
      }
      assertThat(replica.accepted).hasValue(1);
    }
  }

  @Test
  void lengthOfAResponseToHeadAnnouncesNoBody() {
    String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    try (var replica = Replica.answering(response);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      for (int i = 0; i < 2; i++) {
        client.send("HEAD / HTTP/1.1\r\nHost: app\r\n\r\n");
        assertThat(client.readHead()).isEqualTo(response);
      }
      assertThat(replica.accepted).hasValue(1);
    }
  }

  @Test
  void clientWaitsForTheReplicas100() {
    try (var replica =
            Replica.start(
                connection -> {
                  assertThat(connection.readHead()).contains("\r\nExpect: 100-continue\r\n");
                  connection.write("HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\n");
                  assertThat(connection.read(5)).isEqualTo("hello");
                  connection.write(OK);
                  connection.readHead();
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.send(
          "POST / HTTP/1.1\r\nHost: app\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n"
              .replace("100-Continue", "100-continue"));
      assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\n");
      assertThat(client.send("hello").readResponse()).isEqualTo(OK);
    }
  }

  @Test
  void finalAnswerInPlaceOf100EndsTheConnection() {
    String denied = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno";
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(denied);
                  connection.readHead();
                });
        var fixture = new Fixture(replica)) {
      String answer =
          fixture
              .client()
              .send(
                  "POST / HTTP/1.1\r\nHost: app\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
              .readAll();
      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("\r\nConnection: close\r\n");
      assertThat(answer).endsWith("\r\n\r\nno");
    }
  }

  @Test
  void answerThatRefusesABodyArrives() {
    String tooLarge = "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno";
    int size = 20 << 20;
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.read(1);
                  connection.write(tooLarge);
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: " + size + "\r\n\r\n");
      var sending = Thread.ofVirtual().start(() -> client.send("x".repeat(size)));
      assertThat(client.readResponse()).startsWith("HTTP/1.1 413 ").endsWith("\r\n\r\nno");
      assertThat(sending).isNotNull();
    }
  }

  @Test
  void interimResponsesPass() {
    String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    try (var replica = Replica.answering(hints + hints + OK);
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      assertThat(client.read((hints + hints + OK).length())).isEqualTo(hints + hints + OK);
      client.send("GET / HTTP/1.0\r\nHost: app\r\n\r\n");
      assertThat(client.readAll()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void slowReaderSlowsTheReplicaDown() throws InterruptedException {
    long size = 64L << 20;
    var written = new AtomicLong();
    var done = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                  byte[] block = "x".repeat(1 << 16).getBytes(ISO_8859_1);
                  for (long i = 0; i < size / block.length; i++) {
                    connection.out.write(block);
                    written.addAndGet(block.length);
                  }
                  done.countDown();
                  connection.readHead();
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      client.readHead();
      stalls(written);
      assertThat(written.get()).isLessThan(size / 2);
      for (long i = 0; i < size / (1 << 16); i++) {
        assertThat(client.read(1 << 16)).hasSize(1 << 16);
      }
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void slowReplicaSlowsTheClientDown() throws InterruptedException {
    long size = 64L << 20;
    var sent = new AtomicLong();
    var read = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  try {
                    read.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  connection.in.skipNBytes(size);
                  connection.write(OK);
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: " + size + "\r\n\r\n");
      String block = "x".repeat(1 << 16);
      Thread.ofVirtual()
          .start(
              () -> {
                for (long i = 0; i < size / block.length(); i++) {
                  client.send(block);
                  sent.addAndGet(block.length());
                }
              });
      stalls(sent);
      assertThat(sent.get()).isLessThan(size / 2);
      read.countDown();
      assertThat(client.readResponse()).isEqualTo(OK);
    }
  }

  /** Waits until the counter has not moved for half a second. */
  private static void stalls(AtomicLong counter) throws InterruptedException {
    long before = -1;
    while (before != counter.get()) {
      before = counter.get();
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }
}
