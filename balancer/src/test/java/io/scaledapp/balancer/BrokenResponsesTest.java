package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is wrong or cut short is never made to look whole. */
class BrokenResponsesTest {
  private static final String POST = "POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 0\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200 OK\r\n\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\n\n",
        "HTTP/1.1 200 OK\r\nX : 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: 1\n\r\n",
        "HTTP/1.1 200 OK\r\nX: 1\r\n 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
      })
  void invalidResponseIs502(String response) {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(response);
                  connection.readHead();
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      assertThat(client.send(POST).readResponse()).startsWith("HTTP/1.1 502 ");
      assertThat(client.send(POST).readResponse()).startsWith("HTTP/1.1 502 ");
      assertThat(fixture.load().endpoints().getFirst().failures()).isEqualTo(2);
      assertThat(fixture.load().endpoints().getFirst().concurrency()).isZero();
    }
  }

  @Test
  void largeResponseHeadIs502() {
    invalidResponseIs502("HTTP/1.1 200 OK\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
      })
  void responseCutShortCutsTheConnection(String response) {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(response);
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(POST);
      assertThat(client.read(response.length())).isEqualTo(response);
      assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void responseCutShortIsResetForAnHttp10Client() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello");
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send("POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
      assertThatThrownBy(client::readAll).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void responseUntilCloseThatIsResetIsCut() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\n\r\nhello");
                  connection.in.read();
                  connection.reset();
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 1\r\n\r\n");
      client.readHead();
      assertThat(client.read(10)).isEqualTo("5\r\nhello\r\n");
      client.send("x");
      assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void invalidChunkCutsTheConnection() {
    String begin = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    var received = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(begin);
                  awaitUninterruptibly(received);
                  connection.write("x\r\n");
                  connection.readHead();
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(POST);
      assertThat(client.read(begin.length())).isEqualTo(begin);
      received.countDown();
      assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void bytesBeyondAResponseAreNoPartOfTheNext() {
    String twice = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1".repeat(2);
    try (var replica = Replica.answering(twice);
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      assertThat(client.send(POST).readResponse()).endsWith("\r\n\r\n1");
      assertThat(client.send(POST).readResponse()).endsWith("\r\n\r\n1");
      assertThat(replica.accepted).hasValue(2);
    }
  }

  @Test
  void trailersCutShortDoNotPass() {
    String whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n";
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(whole + "X: 1\r\n");
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(POST);
      assertThat(client.read(whole.length())).isEqualTo(whole);
      assertThatThrownBy(client::read).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void bytesOnAnIdleConnectionEndIt() throws InterruptedException {
    var answered = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    String response = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(response + connection.number);
                  if (connection.number == 1) {
                    awaitUninterruptibly(answered);
                    connection.write(response + "X");
                    connection.in.readAllBytes();
                    ended.countDown();
                  }
                });
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      assertThat(client.get("/")).isEqualTo(response + "1");
      answered.countDown();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.get("/")).isEqualTo(response + "2");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
