package io.scaledapp.balancer;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.Timeouts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A balancer in a process of its own, whose sockets a store holds. */
final class BalancerToKill implements AutoCloseable {
  private final Process process;

  private BalancerToKill(Process process) {
    this.process = process;
  }

  /** Starts it with one app, whose own port the last one is. */
  static BalancerToKill start(Path store, int port, int replica, int appPort) throws IOException {
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                BalancerToKill.class.getName(),
                store.toString(),
                String.valueOf(port),
                String.valueOf(replica),
                String.valueOf(appPort))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != 'r') {
      throw new IOException("the balancer did not start");
    }
    return new BalancerToKill(process);
  }

  /** The options of a balancer that takes over its sockets. */
  static BalancerOptions options(Path store, int port) {
    return BalancerOptions.DEFAULT
        .withAddress("127.0.0.1", port)
        .withEventLoops(1)
        .withSocketStore(store);
  }

  /** The table with the app; 0 for no port of its own. */
  static RoutingTable table(int replica, int appPort) {
    var app =
        new AppRoute(
            "default/app",
            List.of(),
            List.of("/"),
            appPort,
            AppRoute.Policy.ROUND_ROBIN,
            0,
            QueueLimits.DEFAULT,
            Timeouts.DEFAULT,
            List.of(Tables.endpoint(replica, Endpoint.State.READY)));
    return Tables.of(app);
  }

  /** Ends it by SIGKILL; returns when it is dead. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(arguments[1]);
    int replica = Integer.parseInt(arguments[2]);
    int appPort = Integer.parseInt(arguments[3]);
    var balancer = Balancer.start(options(Path.of(arguments[0]), port), report -> {});
    balancer.apply(table(replica, appPort)).toCompletableFuture().join();
    System.out.println("ready");
  }
}
