package io.scaledapp.balancer.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.Balancer;
import io.scaledapp.balancer.BalancerOptions;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.client.ControlClientOptions;
import io.scaledapp.balancer.program.LogFormat;
import io.scaledapp.balancer.program.ProgramLog;
import io.scaledapp.balancer.socket.SocketStore;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lives through a short life of the balancer, so that the JVM can keep what it learns on the way
 * for the next start (an AOT cache: JEP 483, 514 and 515). The image's build runs it once.
 */
public final class Rehearsal {
  private static final int REQUESTS = 50;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final BalancerOptions OPTIONS =
      BalancerOptions.DEFAULT.withAddress(ANY_PORT.getHostString(), 0);

  private Rehearsal() {}

  /** Exits with 0 when all went as it should. */
  public static void main(String[] arguments) throws IOException {
    ProgramLog.configureForCluster(LogFormat.JSON);
    var replica = HttpServer.create(ANY_PORT, 0);
    replica.createContext("/", Rehearsal::answer);
    replica.start();
    serveRequests(OPTIONS, replica.getAddress().getPort());
    serveFromStore(replica.getAddress().getPort());
    serveProbes();
    replica.stop(0);
    ProgramLog.flush();
    System.exit(0);
  }

  /** The store is a program of its own, with the same image. */
  private static void serveFromStore(int replica) throws IOException {
    var folder = Files.createTempDirectory("sockets");
    try (var store = SocketStore.open(folder, Duration.ofSeconds(1))) {
      serveRequests(OPTIONS.withSocketStore(folder), replica);
    }
    Files.delete(folder);
  }

  private static void serveRequests(BalancerOptions options, int replica) throws IOException {
    try (var balancer = Balancer.start(options, report -> {})) {
      balancer.apply(table(replica)).toCompletableFuture().join();
      for (int request = 0; request < REQUESTS; request++) {
        expect(OK, balancer.port(), "/");
      }
    }
  }

  /** A balancer as it is in a cluster, but that it finds no operator. */
  private static void serveProbes() throws IOException {
    var none = Path.of("none");
    var control = ControlClientOptions.of("localhost", 1, "rehearsal", "rehearsal", none, none);
    var options =
        new ServeOptions(
            OPTIONS, Optional.empty(), control, ANY_PORT, Duration.ZERO, Duration.ZERO);
    try (var serve = Serve.start(options)) {
      expect(OK, serve.adminPort(), "/healthz/live");
      expect(UNAVAILABLE, serve.adminPort(), "/healthz/ready");
      expect(OK, serve.adminPort(), "/metrics");
    }
  }

  private static RoutingTable table(int replica) {
    var host = ANY_PORT.getAddress().getHostAddress();
    var endpoint = new Endpoint("rehearsal", host, replica, 1, Endpoint.State.READY);
    var app =
        new AppRoute(
            "default/rehearsal",
            List.of(host),
            List.of("/"),
            0,
            AppRoute.Policy.LEAST_CONNECTIONS,
            0,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            List.of(endpoint));
    return new RoutingTable(1, 1, List.of(app));
  }

  private static void expect(int status, int port, String path) throws IOException {
    var url = URI.create("http://" + ANY_PORT.getAddress().getHostAddress() + ":" + port + path);
    var connection = (HttpURLConnection) url.toURL().openConnection();
    int answered = connection.getResponseCode();
    try (var body = answered == OK ? connection.getInputStream() : connection.getErrorStream()) {
      body.readAllBytes();
    }
    if (answered != status) {
      throw new IllegalStateException(url + " answered " + answered + ", not " + status);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = "hello\n".getBytes(UTF_8);
      exchange.sendResponseHeaders(OK, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
