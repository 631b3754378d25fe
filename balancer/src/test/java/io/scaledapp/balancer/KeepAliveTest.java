package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
  private static final BalancerOptions OPTIONS =
      BalancerOptions.DEFAULT.withAddress("127.0.0.1", 0).withEventLoops(1);

  @Test
  void requestsOfOneConnectionReachTheReplicaOverOneConnection() throws IOException {
    try (var replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        var balancer = Balancer.start(OPTIONS, report -> {})) {
      balancer.apply(Tables.of(replica));
      try (var client = new Client(balancer.port())) {
        for (int i = 0; i < 3; i++) {
          assertThat(client.get("/a?b=c"))
              .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        }
      }
      assertThat(replica.accepted).hasValue(1);
      assertThat(replica.heads).hasSize(3);
      assertThat(replica.heads.getFirst())
          .startsWith("GET /a?b=c HTTP/1.1\r\nHost: app\r\n")
          .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n");
    }
  }
}
