package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests end in every way that clients and replicas know, at random, while the routing table
 * changes. Afterwards nothing is held, and no client got the answer to another's request.
 */
class EndingsTest {
  private static final int CLIENTS = 24;
  private static final int REQUESTS = 15;
  private static final Pattern ID = Pattern.compile("/id-(\\d+-\\d+)-");
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(300));

  private final Queue<String> mixedUp = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsHeldAfterRequestsThatEndInEveryWay(long seed) throws InterruptedException {
    Replica[] replicas =
        Stream.generate(() -> Replica.start(EndingsTest::answer)).limit(3).toArray(Replica[]::new);
    try (var fixture =
        new Fixture(
            options ->
                options
                    .withEventLoops(2)
                    .withTimeouts(Duration.ofMillis(300), Duration.ofMillis(300)),
            Tables.app(
                3,
                new QueueLimits(8, Duration.ofMillis(200)),
                SHORT,
                Tables.endpoints(replicas)))) {
      var over = new AtomicBoolean();
      var changes = Thread.ofVirtual().start(() -> change(fixture, replicas, over, seed));
      var done = new CountDownLatch(CLIENTS);
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        Thread.ofVirtual()
            .start(
                () -> {
                  ask(fixture.balancer.port(), number, new Random(31 * seed + number));
                  done.countDown();
                });
      }
      done.await();
      over.set(true);
      changes.join();
      fixture.balancer.apply(table(Tables.endpoints(replicas)));
      assertNothingHeld(fixture);
      assertThat(mixedUp).isEmpty();
    } finally {
      Stream.of(replicas).forEach(Replica::close);
    }
  }

  private static void assertNothingHeld(Fixture fixture) {
    Await.until("clients are gone", () -> fixture.balancer.clientConnections() == 0);
    Await.until("requests are over: " + fixture.load(), () -> fixture.load().concurrency() == 0);
    assertThat(fixture.load().queued()).isZero();
    assertThat(fixture.load().connections()).isZero();
    assertThat(fixture.load().requests()).isPositive();
    assertThat(fixture.load().endpoints())
        .hasSize(3)
        .extracting(EndpointLoad::concurrency, EndpointLoad::tunnels)
        .allMatch(held -> held.toList().equals(List.of(0, 0)), "holds nothing");
  }

  private static RoutingTable table(List<Endpoint> endpoints) {
    return Tables.of(Tables.app(3, new QueueLimits(8, Duration.ofMillis(200)), SHORT, endpoints));
  }

  /** Takes endpoints in and out until the clients are done. */
  private static void change(Fixture fixture, Replica[] replicas, AtomicBoolean over, long seed) {
    var random = new Random(seed);
    while (!over.get()) {
      var endpoints = new ArrayList<Endpoint>();
      for (Replica replica : replicas) {
        switch (random.nextInt(6)) {
          case 0 -> {}
          case 1 -> endpoints.add(Tables.endpoint(replica.port(), Endpoint.State.DRAINING));
          default -> endpoints.add(Tables.endpoint(replica));
        }
      }
      fixture.balancer.apply(table(endpoints));
      pause(5);
    }
  }

  private void ask(int port, int client, Random random) {
    for (int i = 0; i < REQUESTS; i++) {
      try (var connection = new Client(port)) {
        connection.socket.setSoTimeout(2000);
        talk(connection, client + "-" + i, random);
        if (random.nextInt(4) == 0) {
          connection.socket.setSoLinger(true, 0);
        }
      } catch (IOException | UncheckedIOException | AssertionError e) {
        // The balancer ended the connection, as it has to do after many of these requests.
      }
    }
  }

  private void talk(Client client, String id, Random random) {
    int behaviour = random.nextInt(11);
    String get = "GET /id-" + id + "-" + random.nextInt(14) + " HTTP/1.1\r\nHost: app\r\n";
    switch (behaviour) {
      case 0 -> client.send(get);
      case 1 -> client.send(get + "X : 1\r\n\r\n");
      case 2 -> client.send(get + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel");
      case 3 -> client.send(get + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX");
      case 4 -> client.send(get + "\r\n" + get + "\r\n").endOutput();
      case 5 -> client.send(get + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\neager");
      case 6 -> client.send(get + "Content-Length: 90000\r\n\r\n" + "x".repeat(80_000));
      case 7 -> client.send(get + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      case 8 -> client.send(get.replace("GET", "POST").replace("1.1", "1.0") + "\r\n");
      case 9 -> client.send(get + "Content-Length: 5\r\n\r\nhello" + get + "\r\n" + get + "\r\n");
      default -> client.send((get + "\r\n").repeat(3));
    }
    if (random.nextInt(3) > 0) {
      read(client, id);
    }
  }

  private void read(Client client, String id) {
    for (int i = 0; i < 3; i++) {
      var found = ID.matcher(client.readResponse());
      if (found.find() && !found.group(1).equals(id)) {
        mixedUp.add(id + " got " + found.group(1));
      }
    }
  }

  /** Answers as the number at the end of the path says. */
  private static void answer(Replica.Connection connection) throws IOException {
    for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
      String path = head.split(" ", 3)[1];
      String body = path.repeat(3);
      String ok = "HTTP/1.1 200 OK\r\nX-Path: " + path + "\r\n";
      String whole = ok + "Content-Length: " + body.length() + "\r\n\r\n" + body;
      switch (Integer.parseInt(path.substring(path.lastIndexOf('-') + 1))) {
        case 0 -> {
          connection.reset();
          return;
        }
        case 1 -> {
          return;
        }
        case 2 -> connection.in.read(new byte[100_000]);
        case 3 -> {
          connection.write(whole.substring(0, whole.length() - 1));
          return;
        }
        case 4 -> {
          connection.write(ok + "\r\n" + body);
          return;
        }
        case 5 -> connection.write("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(150) + whole);
        case 6 -> {
          connection.write(
              "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
          connection.in.transferTo(connection.out);
        }
        case 7 -> connection.write(ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        case 8 -> connection.write(ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n");
        case 9 -> connection.write(whole + whole);
        case 10 -> {
          connection.write(ok + "Content-Length: 1000000\r\n\r\n" + "x".repeat(500_000));
          connection.reset();
          return;
        }
        case 11 -> connection.write("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");
        default -> connection.write(whole);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
