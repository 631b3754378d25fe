package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipeliningTest {

  private static Replica echo() {
    return Replica.start(
        connection -> {
          for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
            String path = head.split(" ", -1)[1];
            connection.write(
                "HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
          }
        });
  }

  private static String requests(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "GET /" + i + " HTTP/1.1\r\nHost: app\r\n\r\n")
        .collect(Collectors.joining());
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    try (var replica = echo();
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(requests(500));
      for (int i = 0; i < 500; i++) {
        assertThat(client.readResponse()).endsWith("\r\n\r\n/" + i);
      }
    }
  }

  @Test
  void requestAfterABodyIsAnswered() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.read(5);
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
                  connection.readHead();
                  connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
                  connection.readHead();
                });
        var fixture = new Fixture(replica)) {
      var client =
          fixture
              .client()
              .send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\nhello")
              .send(requests(1));
      assertThat(client.readResponse()).endsWith("1");
      assertThat(client.readResponse()).endsWith("2");
    }
  }

  @Test
  void requestsBeforeARefusedOneAreAnswered() {
    try (var replica = echo();
        var fixture = new Fixture(replica)) {
      String all = fixture.client().send(requests(2) + "GET / HTTP/1.1\r\n\r\n").readAll();
      assertThat(all).contains("/0HTTP/1.1", "/1HTTP/1.1 400 ");
    }
  }

  @Test
  void clientThatSendsNothingMoreGetsAllItsAnswers() {
    try (var replica = echo();
        var fixture = new Fixture(replica)) {
      var client = fixture.client().send(requests(3));
      client.endOutput();
      assertThat(client.readAll()).contains("/0HTTP", "/1HTTP").endsWith("/2");
    }
  }

  @Test
  void clientThatSendsNothingMoreAfterItsBodyGetsItsAnswer() {
    try (var replica =
            Replica.start(
                connection -> {
                  connection.readHead();
                  connection.write(
                      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\n"
                          + connection.read(5));
                });
        var fixture = new Fixture(replica)) {
      for (int i = 0; i < 20; i++) {
        var client = fixture.client();
        client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\nhello");
        client.endOutput();
        assertThat(client.readAll()).endsWith("\r\n\r\nhello");
      }
    }
  }

  @Test
  void clientThatSendsLessThanItsBodyIsClosed() {
    try (var replica = Replica.start(connection -> connection.in.readAllBytes());
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      client.send("POST / HTTP/1.1\r\nHost: app\r\nContent-Length: 5\r\n\r\nhell");
      client.endOutput();
      assertThat(client.readAll()).isEmpty();
      Await.until("the slot is free", () -> fixture.load().concurrency() == 0);
    }
  }

  @Test
  void splitRequestsAreAnswered() {
    try (var replica = echo();
        var fixture = new Fixture(replica)) {
      var client = fixture.client();
      for (char c : requests(3).toCharArray()) {
        client.send(String.valueOf(c));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(client.readResponse()).endsWith("\r\n\r\n/" + i);
      }
    }
  }
}
