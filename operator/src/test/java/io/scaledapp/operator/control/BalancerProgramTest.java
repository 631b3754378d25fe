package io.scaledapp.operator.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.Main;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.operator.platform.local.Await;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The balancer as the image runs it: a process, its flags, its signal and its exit code. */
class BalancerProgramTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final RecordingListener listener = new RecordingListener();
  private final CountDownLatch release = new CountDownLatch(1);
  private final int clients = freePort();
  private final int appPort = freePort();
  private final int admin = freePort();
  private ControlFixture fixture;
  private ControlServer operator;
  private HttpServer replica;
  private Process balancer;
  private Path log;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    fixture = new ControlFixture(folder);
    operator =
        fixture.server(
            ControlFixture.ONE,
            fixture.authority.serving("localhost"),
            ControlFixture::verify,
            listener);
    replica = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    replica.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    replica.createContext("/", this::answer);
    replica.start();
    log = folder.resolve("balancer.log");
    balancer = balancer(folder);
  }

  @AfterEach
  void stop() {
    release.countDown();
    balancer.destroyForcibly();
    replica.stop(0);
    fixture.close();
  }

  @Test
  void readyWhenItTookATableOnce() {
    Await.until(() -> probe("/healthz/live"), status -> status == 200);
    listener.await("arrived balancer-0");
    assertThat(probe("/healthz/ready")).isEqualTo(503);
    operator.publish(table(1));
    listener.await("ack balancer-0 1/1");
    Await.until(() -> probe("/healthz/ready"), status -> status == 200);
    operator.close();
    Await.until(() -> probe("/metrics"), status -> status == 200);
    assertThat(probe("/healthz/ready")).isEqualTo(200);
  }

  @Test
  void leavesOnSigtermWithoutAFailedRequest() throws Exception {
    operator.publish(table(1));
    listener.await("ack balancer-0 1/1");
    Await.until(() -> probe("/healthz/ready"), status -> status == 200);
    var probers =
        List.of(
            new Prober("shared port", clients, Duration.ofMillis(3)),
            new Prober("app port", appPort, Duration.ofMillis(3)),
            new Prober("app port, slowly", appPort, Duration.ofMillis(700)));
    var threads = probers.stream().map(Thread::startVirtualThread).toList();
    try (var slow = new Socket(LOOPBACK, appPort);
        var quiet = new Socket(LOOPBACK, clients)) {
      Prober.send(slow, "/slow");
      assertThat(Prober.get(quiet, "/")).doesNotContain("\r\nConnection: close\r\n");
      awaitAnswers(probers, 2);

      balancer.destroy();
      listener.await("leaving balancer-0");
      assertThat(probe("/healthz/ready")).isEqualTo(503);
      assertThat(probe("/healthz/live")).isEqualTo(200);
      awaitMoreConnections(probers);
      probers.forEach(Prober::connectNoMore);
      operator.left("balancer-0");

      for (var thread : threads) {
        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
      }
      assertThat(probers).allSatisfy(prober -> assertThat(prober.failures).isEmpty());
      Await.until(() -> isFree(clients) && isFree(appPort), free -> free);
      release.countDown();
      assertThat(Prober.answer(slow)).contains("\r\nConnection: close\r\n").endsWith("ok");
      assertThat(quiet.getInputStream().read()).as("the end without a reset").isEqualTo(-1);
    }
    assertThat(balancer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(balancer.exitValue()).as(log.toString()).isZero();
    listener.await("gone balancer-0 LEFT");
  }

  private static void awaitAnswers(List<Prober> probers, int answers) {
    for (var prober : probers) {
      Await.until(prober.answers::get, count -> count >= answers);
    }
  }

  /** Those that asked over a kept connection were told, and came again. */
  private static void awaitMoreConnections(List<Prober> probers) {
    for (var prober : probers) {
      int before = prober.connections.get();
      Await.until(prober.connections::get, count -> count >= before + 2);
    }
  }

  private Process balancer(Path folder) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("--listen=127.0.0.1:" + clients);
    command.add("--admin=127.0.0.1:" + admin);
    command.add("--operator=localhost:" + fixture.port);
    command.add("--operator-ca=" + folder.resolve("ca.pem"));
    command.add("--operator-token=" + folder.resolve("token"));
    command.addAll(List.of("--pod=balancer-0", "--pod-uid=uid-0", "--event-loops=2"));
    command.addAll(List.of("--leave-after=6s", "--drain-timeout=20s", "--log-format=text"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(log.toString()))
        .start();
  }

  private RoutingTable table(long sequence) {
    var endpoint =
        new Endpoint(
            "shop-1",
            LOOPBACK.getHostAddress(),
            replica.getAddress().getPort(),
            1,
            Endpoint.State.READY);
    var app =
        new AppRoute(
            "default/shop",
            List.of("shop.example.com"),
            List.of("/"),
            appPort,
            AppRoute.Policy.LEAST_CONNECTIONS,
            0,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            List.of(endpoint));
    return new RoutingTable(1, sequence, List.of(app));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/slow")) {
        release.await();
      }
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("ok".getBytes(UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The status; 0 while nothing answers. */
  private int probe(String path) {
    try {
      var url = URI.create("http://127.0.0.1:" + admin + path).toURL();
      return ((HttpURLConnection) url.openConnection()).getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, LOOPBACK)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Below the ports that the system gives to outgoing connections. */
  private static int freePort() {
    return ControlFixture.freePort();
  }
}
