package io.scaledapp.e2e.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.client.AddressResolver;
import io.scaledapp.balancer.control.client.ControlClient;
import io.scaledapp.balancer.control.client.ControlClientOptions;
import io.scaledapp.balancer.program.ProbePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Stands in for a balancer towards the operators, in the chart's own Deployment and with its
 * options: the control stream is a balancer's own, and the load is made up. No request is taken.
 *
 * <p>{@code GET /load/PREFIX/FIRST/COUNT/CONCURRENCY/PER_SECOND} on port 8080 sets the load of
 * COUNT apps whose ids begin with PREFIX, from the FIRST on in the order of their names, PER_SECOND
 * of them each second; {@code GET /waiting} tells how many are still to be set.
 */
@CommandLine.Command
@SuppressWarnings("NullAway.Init") // picocli gives the required ones.
public final class MadeUpBalancer implements Callable<Integer> {

  private static final int CHANGES_A_TICK = 10;

  @Option(names = "--operator", required = true)
  private String operator;

  @Option(names = "--operator-ca", required = true)
  private Path authorities;

  @Option(names = "--operator-token", required = true)
  private Path token;

  @Option(names = "--pod", required = true)
  private String pod;

  @Option(names = "--pod-uid", required = true)
  private String podUid;

  private final MadeUpLoad load = new MadeUpLoad();
  private final Deque<Change> changes = new ArrayDeque<>();
  private final String incarnation = UUID.randomUUID().toString();
  private final long started = System.nanoTime();
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean ready;
  private volatile @Nullable ControlClient control;

  private record Change(String app, int concurrency, int perSecond) {}

  public static void main(String... arguments) {
    // What the chart says of listeners and time-outs is not for this one.
    System.exit(
        new CommandLine(new MadeUpBalancer())
            .setUnmatchedArgumentsAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Security.setProperty("networkaddress.cache.ttl", "1");
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    var unused = ProbePort.open(new InetSocketAddress(9091), () -> true, () -> ready, () -> "");
    listen();
    var colon = operator.indexOf(':');
    control =
        ControlClient.start(
            ControlClientOptions.of(
                operator.substring(0, colon),
                Integer.parseInt(operator.substring(colon + 1)),
                pod,
                podUid,
                authorities,
                token),
            AddressResolver.SYSTEM,
            this::take,
            grants -> {});
    var reports = ticks.scheduleAtFixedRate(this::report, 1, 1, TimeUnit.SECONDS);
    var sets =
        ticks.scheduleAtFixedRate(this::setNext, 0, 1_000 / CHANGES_A_TICK, TimeUnit.MILLISECONDS);
    new CountDownLatch(1).await();
    return 0;
  }

  private void listen() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(8080), 16);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
      if (path.getFirst().equals("load")) {
        ask(
            path.get(1) + "/" + path.get(2),
            Integer.parseInt(path.get(3)),
            Integer.parseInt(path.get(4)),
            Integer.parseInt(path.get(5)),
            Integer.parseInt(path.get(6)));
      }
      var answer = (waiting() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private synchronized int waiting() {
    return changes.size();
  }

  private synchronized void ask(
      String prefix, int first, int count, int concurrency, int perSecond) {
    load.named(prefix).stream()
        .skip(first)
        .limit(count)
        .forEach(app -> changes.add(new Change(app, concurrency, perSecond)));
  }

  private synchronized void setNext() {
    var next = changes.peek();
    var most = next == null ? 0 : Math.max(1, next.perSecond() / CHANGES_A_TICK);
    for (var i = 0; i < most && !changes.isEmpty(); i++) {
      var change = changes.remove();
      load.set(change.app(), change.concurrency(), System.nanoTime());
    }
  }

  private CompletionStage<Void> take(RoutingTable table) {
    load.take(table.apps(), System.nanoTime());
    ready = true;
    return CompletableFuture.completedStage(null);
  }

  private void report() {
    var operators = control;
    if (operators != null) {
      var now = System.nanoTime();
      operators.report(new LoadReport(pod, incarnation, now - started, load.read(now), List.of()));
    }
  }
}
