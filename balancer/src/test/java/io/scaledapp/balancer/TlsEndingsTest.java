package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.tls.TlsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How connections with TLS end: what is whole is told to be, and what is cut looks cut. */
@ExtendWith(LeakCheck.class)
class TlsEndingsTest {
  private static final Certificates CERTIFICATES = new Certificates();
  private static final TlsClient CLIENTS = TlsClient.trusting(CERTIFICATES);

  private final Path certificate;

  TlsEndingsTest(@TempDir Path folder) {
    certificate = CERTIFICATES.server("shop.example").writeTo(folder);
  }

  private Fixture fixture(Replica replica) {
    return new Fixture(
        options ->
            options.withListeners(
                List.of(
                    ListenerOptions.secure("https", "127.0.0.1", 0, TlsOptions.of(certificate)))),
        Tables.app(replica));
  }

  private static Replica once(String response) {
    return Replica.start(
        connection -> {
          connection.readHead();
          connection.write(response);
        });
  }

  @Test
  void bodyThatLastsUntilTheCloseEndsWithACloseNotify() {
    try (var replica = once("HTTP/1.0 200 OK\r\n\r\nall of it");
        var fixture = fixture(replica);
        var client = CLIENTS.connect(fixture.balancer.port(), "")) {
      client.send("GET / HTTP/1.0\r\n\r\n");
      // The JDK reports an end without close_notify as an error.
      assertThat(client.readAll()).startsWith("HTTP/1.1 200 OK").endsWith("all of it");
    }
  }

  @Test
  void bodyThatWasCutDoesNotLookWhole() {
    var lost = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n");
                  await(lost);
                  connection.reset();
                });
        var fixture = fixture(replica);
        var client = CLIENTS.connect(fixture.balancer.port(), "")) {
      client.send("GET / HTTP/1.0\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK");
      assertThat(client.read(4)).isEqualTo("part");
      lost.countDown();
      assertThatThrownBy(client::readAll).isInstanceOf(UncheckedIOException.class);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void largeBodiesPassWholeBothWays() {
    int length = 3 << 20;
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  var body = connection.read(length);
                  connection.write(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body);
                });
        var fixture = fixture(replica);
        var client = CLIENTS.connect(fixture.balancer.port(), "")) {
      var body = "0123456789abcdef".repeat(length / 16);
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: " + length + "\r\n\r\n" + body);
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 OK");
      assertThat(client.read(length)).isEqualTo(body);
    }
  }

  @Test
  void tunnelPassesBytesBothWaysAndEndsWithTheReplica() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                  connection.write(connection.read(4) + "!");
                });
        var fixture = fixture(replica);
        var client = CLIENTS.connect(fixture.balancer.port(), "")) {
      client.send("GET / HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 101");
      client.send("ping");
      assertThat(client.readAll()).isEqualTo("ping!");
    }
  }

  @Test
  void clientThatGoesAwayEndsItsRequestAtTheReplica() {
    var gone = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  if (connection.in.read() < 0) {
                    gone.countDown();
                  }
                });
        var fixture = fixture(replica)) {
      try (var client = CLIENTS.connect(fixture.balancer.port(), "")) {
        client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
        Await.until("the request is there", () -> replica.accepted.get() == 1);
      }
      Await.until("the replica is told", () -> gone.getCount() == 0);
      Await.until("the connection is gone", () -> fixture.balancer.clientConnections() == 0);
    }
  }

  @Test
  void closingBalancerLetsAnAnswerEndAndTellsSo() throws Exception {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  asked.countDown();
                  await(answer);
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
                });
        var fixture = fixture(replica);
        var client = CLIENTS.connect(fixture.balancer.port(), "")) {
      client.send("GET / HTTP/1.1\r\nHost: app\r\n\r\n");
      asked.await();
      var closing = Thread.ofVirtual().start(() -> fixture.balancer.close(Duration.ofSeconds(10)));
      answer.countDown();
      assertThat(client.readAll()).contains("Connection: close").endsWith("hi");
      closing.join();
    }
  }
}
