package io.scaledapp.balancer.control.client;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.wire.Frame;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a balancer in touch with every operator: sends its load to all, and takes the newest
 * routing table of any. Without an operator the last table stays in force. Any thread may call any
 * method; the work is done on an event loop of its own, apart from those of requests.
 */
public final class ControlClient implements AutoCloseable, OperatorPeer.Listener {
  private static final Logger log = LoggerFactory.getLogger(ControlClient.class);

  private final ControlClientOptions options;
  private final AddressResolver resolver;
  private final Function<RoutingTable, CompletionStage<Void>> tables;
  private final Consumer<SlotGrants> grants;
  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
  private final Context context = vertx.getOrCreateContext();
  private final CompletableFuture<Void> left = new CompletableFuture<>();

  // All below is for the event loop only.
  private final Map<InetAddress, OperatorPeer> peers = new HashMap<>();
  private RoutingTable newest = RoutingTable.EMPTY;
  private CompletionStage<Void> inForce = CompletableFuture.completedFuture(null);
  private @Nullable LoadReport lastReport;

  /** Where the latest grants came from. */
  private @Nullable OperatorConnection leader;

  private long leaderTerm = -1;
  private boolean leaving;
  private boolean closed;
  private String lastFailure = "";

  private ControlClient(
      ControlClientOptions options,
      AddressResolver resolver,
      Function<RoutingTable, CompletionStage<Void>> tables,
      Consumer<SlotGrants> grants) {
    this.options = options;
    this.resolver = resolver;
    this.tables = tables;
    this.grants = grants;
  }

  /**
   * Begins to seek operators, and does so until it is closed.
   *
   * @param tables takes each table that is newer than all before, on the client's event loop;
   *     complete when it is in force
   * @param grants takes slots as they are granted, on the same event loop, also outdated ones
   */
  public static ControlClient start(
      ControlClientOptions options,
      AddressResolver resolver,
      Function<RoutingTable, CompletionStage<Void>> tables,
      Consumer<SlotGrants> grants) {
    var client = new ControlClient(options, resolver, tables, grants);
    client.run(client::resolve);
    return client;
  }

  /** Sends the report to each operator; one that is slow gets the newest only. */
  public void report(LoadReport report) {
    run(
        () -> {
          lastReport = report;
          peers.values().forEach(peer -> peer.report(report));
        });
  }

  /** Tells whoever granted slots last what is used of them; in the order of the calls. */
  public void report(SlotUsage usage) {
    run(
        () -> {
          if (leader != null) {
            leader.send(new Frame.Usage(usage));
          }
        });
  }

  /**
   * Tells the operators that the balancer is going to stop.
   *
   * @return complete when an operator says that nothing names the balancer any more
   */
  public CompletionStage<Void> leave() {
    run(
        () -> {
          leaving = true;
          peers.values().forEach(peer -> peer.send(new Frame.Leaving()));
        });
    return left;
  }

  /** Ends all connections. */
  @Override
  public void close() {
    run(
        () -> {
          closed = true;
          peers.values().forEach(OperatorPeer::retire);
        });
    vertx.close().await();
  }

  private void resolve() {
    if (closed) {
      return;
    }
    Future<Set<InetAddress>> resolved =
        vertx.executeBlocking(() -> resolver.resolve(options.host()), false);
    resolved
        .onSuccess(this::resolved)
        .onFailure(this::unresolved)
        .onComplete(done -> vertx.setTimer(options.resolveEvery().toMillis(), time -> resolve()));
  }

  private void resolved(Set<InetAddress> addresses) {
    if (closed) {
      return;
    }
    lastFailure = "";
    for (InetAddress address : addresses) {
      var known = peers.get(address);
      if (known == null) {
        var peer = new OperatorPeer(vertx, options, address, this);
        peers.put(address, peer);
        peer.connect();
      } else {
        known.recall();
      }
    }
    for (OperatorPeer peer : peers.values()) {
      if (!addresses.contains(peer.address())) {
        peer.retire();
      }
    }
  }

  private void unresolved(Throwable failure) {
    var reason = String.valueOf(failure);
    if (!reason.equals(lastFailure)) {
      lastFailure = reason;
      log.atWarn()
          .addKeyValue("endpoint", options.host())
          .addKeyValue("reason", reason)
          .log("cannot find the operators' addresses; it is tried again");
    }
  }

  @Override
  public void welcomed(OperatorConnection by) {
    if (leaving) {
      by.send(new Frame.Leaving());
    }
    if (lastReport != null) {
      by.report(lastReport);
    }
  }

  @Override
  public void table(OperatorConnection from, RoutingTable table) {
    if (newest.isNewerThan(table)) {
      from.send(new Frame.Superseded(newest.term(), newest.sequence()));
      return;
    }
    if (table.term() < leaderTerm) {
      // Whoever granted slots leads, though the table is still on its way.
      from.send(new Frame.Superseded(leaderTerm, 0));
      return;
    }
    if (table.isNewerThan(newest)) {
      newest = table;
      inForce = putInForce(table);
    }
    inForce.whenComplete(
        (done, failure) ->
            run(
                () -> {
                  if (failure == null) {
                    from.send(new Frame.Ack(table.term(), table.sequence()));
                  } else {
                    from.close("the table could not be taken: " + failure);
                  }
                }));
  }

  @Override
  public void grants(OperatorConnection from, SlotGrants granted) {
    if (granted.term() >= leaderTerm) {
      leaderTerm = granted.term();
      leader = from;
    }
    grants.accept(granted);
  }

  private CompletionStage<Void> putInForce(RoutingTable table) {
    try {
      return tables.apply(table);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void left() {
    left.complete(null);
  }

  @Override
  public void gone(OperatorPeer peer) {
    peers.remove(peer.address(), peer);
  }

  /** Runs the task on the event loop, unless that has ended. */
  private void run(Runnable task) {
    try {
      context.runOnContext(now -> task.run());
    } catch (RejectedExecutionException e) {
      log.atDebug().log("not done: the control stream is closed");
    }
  }
}
