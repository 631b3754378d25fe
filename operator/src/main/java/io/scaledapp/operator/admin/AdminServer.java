package io.scaledapp.operator.admin;

import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.program.HttpServerLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The admin API's server. It listens on loopback only, since its commands run processes, and speaks
 * plain HTTP. Each request has a virtual thread of its own.
 */
public final class AdminServer implements AutoCloseable {

  private final HttpServer server;
  private final AdminToken token;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private AdminServer(HttpServer server, AdminToken token) {
    this.server = server;
    this.token = token;
    server.setExecutor(threads);
  }

  /**
   * Takes the port and writes the token's file; requests wait until {@link #start}.
   *
   * @param stateFolder where the token's file goes
   * @throws java.net.BindException when the port is not free
   * @throws IllegalArgumentException when the address is not loopback
   */
  public static AdminServer bind(InetSocketAddress address, Path stateFolder) throws IOException {
    if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "the admin API answers on loopback only, and " + address.getHostString() + " is not");
    }
    HttpServerLimits.set();
    var server = HttpServer.create(address, 64);
    try {
      var host = server.getAddress().getAddress().getHostAddress();
      var file = AdminToken.file(stateFolder, host, server.getAddress().getPort());
      return new AdminServer(server, AdminToken.create(file));
    } catch (IOException | RuntimeException e) {
      server.stop(0);
      throw e;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Begins to answer. */
  public void start(AdminSources sources) {
    var guard = new Guard(address(), token);
    var health = new HealthResource(sources.apps(), sources.started());
    var apps = new AppsResource(sources.apps(), sources.manifests());
    var logs = new LogsResource(sources.apps(), sources.logs());

    serve("/", guard, false, request -> Answer.problem(404, "Not Found", "nothing is here"));
    serve("/healthz/live", guard, false, health::live);
    serve("/healthz/ready", guard, false, health::ready);
    serve("/metrics", guard, false, new MetricsResource(sources.metrics()));
    serve(AppsResource.PATH, guard, true, apps);
    serve(LogsResource.PATH, guard, true, logs);
    server.start();
  }

  private void serve(String path, Guard guard, boolean needsToken, Resource resource) {
    server.createContext(path, new GuardedHandler(guard, needsToken, resource));
  }

  /** Frees the port, cuts what is open and removes the token's file. */
  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    token.close();
  }
}
