package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.balancer.control.PortFailure;
import io.scaledapp.balancer.socket.SocketStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Balancers that come and go while a store holds their sockets. */
class SocketStoreTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: app\r\n\r\n";

  private static final Duration HOLD = Duration.ofSeconds(30);

  private Path folder;
  private SocketStore store;
  private Replica replica;
  private final int port = Ports.free();
  private final int appPort = Ports.free();

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    store = SocketStore.open(folder, HOLD);
    replica = Replica.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  }

  @AfterEach
  void stop() {
    replica.close();
    store.close();
  }

  private Balancer balancer() throws IOException {
    return Balancer.start(BalancerToKill.options(folder, port), report -> {});
  }

  private void apply(Balancer balancer, int ownPort) {
    balancer.apply(BalancerToKill.table(replica.port(), ownPort)).toCompletableFuture().join();
  }

  private void killOne() throws Exception {
    try (var one = BalancerToKill.start(folder, port, replica.port(), appPort)) {
      Await.until("both sockets are held", () -> store.size() == 2);
      one.kill();
    }
  }

  @Test
  void whoConnectsWhileNoBalancerRunsIsAnsweredByTheNext() throws Exception {
    killOne();
    try (var client = new Client(port).send(GET);
        var ofApp = new Client(appPort).send(GET);
        var next = balancer()) {
      apply(next, appPort);
      assertThat(client.readResponse()).endsWith("ok");
      assertThat(ofApp.readResponse()).endsWith("ok");
      assertThat(next.report().portFailures()).isEmpty();
    }
  }

  @Test
  void nothingIsAnsweredBeforeTheFirstTable() throws Exception {
    try (var balancer = balancer();
        var client = new Client(port).send(GET)) {
      Await.until("the socket is held", () -> store.size() == 1);
      assertThat(balancer.clientConnections()).isZero();
      apply(balancer, 0);
      assertThat(client.readResponse()).endsWith("ok");
    }
  }

  @Test
  void portThatTheFirstTableOfTheNextDoesNotHaveIsGivenUp() throws Exception {
    killOne();
    try (var next = balancer()) {
      assertThat(Ports.connects(appPort)).isTrue();
      apply(next, 0);
      assertThat(Ports.connects(appPort)).isFalse();
      Await.until("the other is held", () -> store.size() == 1);
    }
  }

  @Test
  void portThatAnAppLosesIsRefusedAndCanBeGivenToAnother() throws Exception {
    try (var balancer = balancer()) {
      apply(balancer, appPort);
      Await.until("both are held", () -> store.size() == 2);
      apply(balancer, 0);
      Await.until("refused", () -> !Ports.connects(appPort));
      Await.until("one is held", () -> store.size() == 1);
      apply(balancer, appPort);
      assertThat(balancer.report().portFailures()).isEmpty();
      try (var client = new Client(appPort)) {
        assertThat(client.send(GET).readResponse()).endsWith("ok");
      }
    }
  }

  @Test
  void balancerThatClosesLeavesNothingBehind() throws Exception {
    try (var balancer = balancer()) {
      apply(balancer, appPort);
      Await.until("both are held", () -> store.size() == 2);
      balancer.close(Duration.ZERO);
      assertThat(Ports.connects(port)).isFalse();
      assertThat(Ports.connects(appPort)).isFalse();
      Await.until("none is held", () -> store.size() == 0);
    }
  }

  @Test
  void storeThatIsRestartedHoldsAllAgain() throws Exception {
    try (var one = BalancerToKill.start(folder, port, replica.port(), appPort)) {
      Await.until("both are held", () -> store.size() == 2);
      store.close();
      try (var client = new Client(port)) {
        assertThat(client.send(GET).readResponse()).endsWith("ok");
      }
      store = SocketStore.open(folder, HOLD);
      Await.until("both are held again", () -> store.size() == 2);
      one.kill();
    }
    try (var client = new Client(port).send(GET);
        var next = balancer()) {
      apply(next, appPort);
      assertThat(client.readResponse()).endsWith("ok");
    }
  }

  @Test
  void portThatIsTakenIsToldAsWithoutAStore() throws Exception {
    try (var taken = new ServerSocket(appPort, 1, InetAddress.getLoopbackAddress());
        var balancer = balancer()) {
      apply(balancer, appPort);
      assertThat(balancer.report().portFailures())
          .singleElement()
          .extracting(PortFailure::reason)
          .asString()
          .contains("Address already in use");
      taken.close();
      Await.until("it is listened on", () -> balancer.report().portFailures().isEmpty());
      Await.until("both are held", () -> store.size() == 2);
    }
  }

  @Test
  void mainPortThatIsTakenIsTold() throws Exception {
    try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(this::balancer)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void manyConnectionsWaitForTheNext() throws Exception {
    killOne();
    var clients = new ArrayList<Client>();
    for (int i = 0; i < 300; i++) {
      clients.add(new Client(port).send(GET));
    }
    try (var next = balancer()) {
      apply(next, 0);
      assertThat(clients).allSatisfy(client -> assertThat(client.readResponse()).endsWith("ok"));
    }
    clients.forEach(Client::close);
  }

  @Test
  void whoWaitsIsRefusedWhenNoBalancerComes() throws Exception {
    store.close();
    store = SocketStore.open(folder, Duration.ofMillis(200));
    killOne();
    Await.until("nobody is let wait", () -> !Ports.connects(port));
    Await.until("none is held", () -> store.size() == 0);
    try (var next = balancer()) {
      apply(next, 0);
      assertThat(new Client(port).send(GET).readResponse()).endsWith("ok");
    }
  }
}
