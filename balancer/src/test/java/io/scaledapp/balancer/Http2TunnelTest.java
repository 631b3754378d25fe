package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.FramePeer.Response;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.tunnel.WebSocketKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over HTTP/2 (RFC 8441). */
class Http2TunnelTest {
  private static final Pattern KEY = Pattern.compile("\r\nsec-websocket-key: (\\S+)\r\n");

  /** Agrees to a WebSocket. */
  private static void agree(Replica.Connection connection) throws IOException {
    var key = KEY.matcher(connection.readHead());
    assertThat(key.find()).isTrue();
    connection.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Accept: "
            + new WebSocketKey(key.group(1)).accept()
            + "\r\n\r\n");
  }

  private static FramePeer connect(FramePeer client, String... more) {
    var fields =
        new String[] {
          ":method",
          "CONNECT",
          ":protocol",
          "websocket",
          ":scheme",
          "http",
          ":path",
          "/chat",
          ":authority",
          "app",
          "sec-websocket-version",
          "13",
          "sec-websocket-key",
          "theirs"
        };
    var all = Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return client.headers(1, false, all);
  }

  private static Response opened(FramePeer client) {
    connect(client);
    client.readUntil(FramePeer.HEADERS);
    return client.got(1);
  }

  @Test
  void extendedConnectBecomesAnUpgradeAndDataPassesBothWays() {
    var head = new StringBuffer();
    try (var replica =
            Replica.start(
                connection -> {
                  String received = connection.readHead();
                  head.append(received);
                  var key = KEY.matcher(received);
                  assertThat(key.find()).isTrue();
                  connection.write(
                      "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                          + "Sec-WebSocket-Accept: "
                          + new WebSocketKey(key.group(1)).accept()
                          + "\r\n\r\nfirst");
                  connection.write(connection.read(5));
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(opened(client).fields.getFirst()).containsExactly(":status: 200");
      client.data(1, false, "hello");
      assertThat(client.response(1).body()).isEqualTo("firsthello");
      assertThat(head.toString())
          .startsWith("GET /chat HTTP/1.1\r\nhost: app\r\nsec-websocket-version: 13\r\n")
          .contains("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
          .doesNotContain("theirs", "chunked", ":protocol");
    }
  }

  @Test
  void endOfTheClientReachesTheReplicaWhichMayGoOn() {
    try (var replica =
            Replica.start(
                connection -> {
                  agree(connection);
                  String all = new String(connection.in.readAllBytes(), US_ASCII);
                  connection.write("got " + all);
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(opened(client).fields.getFirst()).contains("sec-websocket-protocol: chat");
      assertThat(client.data(1, true, "all").response(1).body()).isEqualTo("got all");
      assertThat(client.got(1).resetCode).isEqualTo(-1);
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void resetByTheClientEndsTheTunnelAtTheReplica() {
    var ended = new CountDownLatch(1);
    try (var replica =
            Replica.start(
                connection -> {
                  agree(connection);
                  connection.in.readAllBytes();
                  ended.countDown();
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      opened(client);
      client.send(FramePeer.RST_STREAM, 1, FramePeer.CANCEL);
      Await.until("the replica is told", () -> ended.getCount() == 0);
      Await.until("nothing is in flight", () -> fixture.load().concurrency() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
        "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
      })
  void replicaThatDoesNotAgreeIs502(String answer) {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(answer);
                  connection.readHead();
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      assertThat(opened(client).status()).isEqualTo(":status: 502");
    }
  }

  @Test
  void refusalOfTheReplicaPasses() {
    try (var replica = Replica.answering("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      connect(client);
      assertThat(client.response(1).status()).isEqualTo(":status: 403");
      assertThat(client.got(1).body()).isEqualTo("no");
    }
  }

  @Test
  void otherProtocolsAndLengthsAreMalformed() {
    try (var fixture = new Fixture();
        var client = new FramePeer(fixture.balancer.port())) {
      client.headers(
          3, false, ":method", "CONNECT", ":protocol", "x", ":scheme", "http", ":path", "/");
      assertThat(client.response(3).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
      client.request(5, true, "GET", "/", ":protocol", "websocket");
      assertThat(client.response(5).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
    }
    try (var fixture = new Fixture();
        var client = new FramePeer(fixture.balancer.port())) {
      connect(client, "content-length", "5");
      assertThat(client.response(1).resetCode).isEqualTo(FramePeer.PROTOCOL_ERROR);
    }
  }

  @Test
  void closingBalancerEndsTheWebSocketInWords() throws InterruptedException {
    var closed = new StringBuffer();
    try (var replica =
            Replica.start(
                connection -> {
                  agree(connection);
                  closed.append(connection.read(2));
                  connection.in.readAllBytes();
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      opened(client);
      var closing = Thread.ofVirtual().start(() -> fixture.balancer.close(Duration.ofMillis(500)));
      // A Close frame of 1001, going away (RFC 6455 section 7.4.1).
      assertThat(client.response(1).body()).isEqualTo("\u0088\u0002\u0003\u00e9");
      assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
      Await.until("the replica is told", () -> closed.length() == 2);
      assertThat(closed.charAt(0)).isEqualTo('\u0088');
    }
  }

  @Test
  void webSocketToAReplicaThatDrainsEndsWithAClosingFrameOnBothSides() {
    var closed = new StringBuffer();
    try (var replica =
            Replica.start(
                connection -> {
                  agree(connection);
                  closed.append(connection.read(2));
                  connection.in.readAllBytes();
                });
        var fixture = new Fixture(replica);
        var client = new FramePeer(fixture.balancer.port())) {
      opened(client);
      var draining = Tables.endpoint(replica).draining(Duration.ofMillis(500));
      fixture.balancer.apply(
          Tables.of(Tables.app(0, QueueLimits.DEFAULT, Timeouts.DEFAULT, List.of(draining))));
      assertThat(client.response(1).body()).isEqualTo("\u0088\u0002\u0003\u00e9");
      Await.until("the replica is told", () -> closed.length() == 2);
      assertThat(closed.charAt(0)).isEqualTo('\u0088');
      Await.until("the tunnel ends", () -> fixture.load().concurrency() == 0);
    }
  }
}
