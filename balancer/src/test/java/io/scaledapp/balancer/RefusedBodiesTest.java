package io.scaledapp.balancer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row is a chunked body that is wrong somewhere: 400, and never whole for the replica. */
class RefusedBodiesTest {
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: app\r\nTransfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\n",
        "\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\rhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\n\n",
        "0000000000000005\r\nhello\r\n0\r\n\r\n",
        "ffffffffffffffff\r\n",
        "5;a\nb\r\nhello\r\n0\r\n\r\n",
        "5;a\u0001b\r\nhello\r\n0\r\n\r\n",
        "0\r\nContent-Length: 5\r\n\r\n",
        "0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "0\r\nHost: other\r\n\r\n",
        "0\r\nAuthorization: x\r\n\r\n",
        "0\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n",
        "0\r\nConnection: x\r\n\r\n",
        "0\r\nX : 1\r\n\r\n",
        "0\r\nX: 1\n\r\n",
        "0\r\n X: 1\r\n\r\n",
      })
  void refusedBodyIsNeverWhole(String body) {
    refused(body);
  }

  @Test
  void longExtensionIsRefused() {
    refused("5;" + "a".repeat(300) + "\r\nhello\r\n0\r\n\r\n");
  }

  @Test
  void largeTrailerSectionIsRefused() {
    refused("0\r\n" + ("X: " + "a".repeat(1000) + "\r\n").repeat(17) + "\r\n");
  }

  private static void refused(String body) {
    var received = new CompletableFuture<String>();
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  received.complete(new String(connection.in.readAllBytes(), ISO_8859_1));
                });
        var fixture = new Fixture(replica)) {
      assertThat(fixture.client().send(POST + body).readAll()).startsWith("HTTP/1.1 400 ");
      assertThat(received)
          .succeedsWithin(10, TimeUnit.SECONDS)
          .asString()
          .doesNotContain("0\r\n\r\n");
    }
  }
}
