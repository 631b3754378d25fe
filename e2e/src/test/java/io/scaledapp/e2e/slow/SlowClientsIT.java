package io.scaledapp.e2e.slow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.Prober;
import io.scaledapp.e2e.balancer.RunningBalancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Slow clients are cut off one and all, and those beside them notice nothing. */
@ExtendWith(SlowHttpTestCondition.class)
class SlowClientsIT {
  private static final int PROBING = 4;
  private static final Duration HEAD = Duration.ofSeconds(1);

  /** Also of an idle connection: on a machine that is busy, a prober may pause for a second. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final byte[] LARGE = new byte[8 * 1024 * 1024];
  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: slow}
      spec:
        endpoints: [{address: 127.0.0.1, port: %d}]
        routing:
          timeouts: {read: 2s, send: 2s}
      """;

  /** Of those beside them: on a busy machine, a replica may take its time. */
  private static final String CALM =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: calm}
      spec:
        endpoints: [{address: 127.0.0.1, port: %d}]
        routing: {hosts: [calm.test]}
      """;

  private final ExecutorService replicaThreads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer replica;
  private RunningBalancer balancer;

  @BeforeEach
  void start() throws IOException {
    replica = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    replica.setExecutor(replicaThreads);
    replica.createContext("/", exchange -> answer(exchange, new byte[5]));
    replica.createContext("/large", exchange -> answer(exchange, LARGE));
    replica.start();
    balancer =
        RunningBalancer.start(
            options -> options.withTimeouts(HEAD, LIMIT),
            APP.formatted(replica.getAddress().getPort()),
            CALM.formatted(replica.getAddress().getPort()));
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() {
    balancer.close();
    replica.stop(0);
    replicaThreads.close();
  }

  /** Slowloris: a header line now and then. */
  @Test
  void slowHeadIsCutOff() throws InterruptedException {
    attackIsCutOff("/", List.of("-H", "-i", "1"));
  }

  /** A whole head, and a few bytes of the body now and then. */
  @Test
  void slowBodyIsCutOff() throws InterruptedException {
    attackIsCutOff("/", List.of("-B", "-i", "1", "-s", "1000000"));
  }

  /** A large answer that is asked for and hardly read, with a small window. */
  @Test
  void slowReadIsCutOff() throws InterruptedException {
    attackIsCutOff("/large", List.of("-X", "-w", "512", "-y", "1024", "-n", "1", "-z", "32"));
  }

  private void attackIsCutOff(String path, List<String> options) throws InterruptedException {
    var address = new InetSocketAddress("127.0.0.1", balancer.port());
    try (var prober = Prober.start(address, "calm.test", "/", PROBING)) {
      var attack =
          CompletableFuture.supplyAsync(
              () -> SlowHttpTest.attack(balancer.port(), path, options), replicaThreads);
      Await.until(
          "the attack is under way",
          LIMIT,
          balancer::clientConnections,
          open -> open > PROBING + SlowHttpTest.CONNECTIONS / 10);
      var answeredBefore = prober.answered();
      assertThat(attack.join()).contains("No open connections left");
      Await.until(
          "the slow clients are gone", LIMIT, balancer::clientConnections, n -> n <= PROBING);
      assertThat(prober.answered()).isGreaterThan(answeredBefore);
      assertThat(prober.stop()).isEmpty();
    }
  }
}
