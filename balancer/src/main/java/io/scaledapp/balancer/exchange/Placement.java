package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.control.AppRoute.Protocol;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.tls.ReplicaTls.Inside;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.ReplicaConnection;
import io.scaledapp.balancer.upstream.ResponseHandler.Loss;
import io.scaledapp.balancer.upstream.Upstream;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds a request its place: a slot on an endpoint, at once or by waiting in the app's queue, and
 * then a connection to it. Holds the slot until {@link #release}. One object an exchange, used
 * again.
 */
final class Placement {
  /** Before a second attempt at the only endpoint, so that the routing table can catch up. */
  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

  private final PlacementListener listener;
  private final Proxy proxy;
  private final Worker worker;
  private @Nullable App app;
  private Protocol protocol = Protocol.HTTP1;
  private int clientHash;

  /** Has the client's session; null where none has. */
  private @Nullable UpstreamEndpoint preferred;

  private @Nullable UpstreamEndpoint endpoint;
  private @Nullable UpstreamEndpoint failedEndpoint;
  private @Nullable Turn turn;
  private long waitsSince;

  /** Whether the only endpoint was given time, and may be tried again. */
  private boolean paused;

  /** Why the last connection could not be opened. */
  private Refusal unreachable = ReplicaLoss.unreachable(null);

  /** Tells the answers to former calls from those to the present one. */
  private int callId;

  Placement(PlacementListener listener, Proxy proxy) {
    this.listener = listener;
    this.proxy = proxy;
    worker = proxy.worker;
  }

  /**
   * Seeks a place for a request of {@code app}; the listener is told the outcome.
   *
   * @param protocol in which the request is going to be written; a TCP connection is a request too
   * @param preferred has the client's session; null where none has
   */
  void begin(App app, Protocol protocol, int clientHash, @Nullable UpstreamEndpoint preferred) {
    this.app = app;
    this.protocol = protocol;
    this.clientHash = clientHash;
    this.preferred = preferred;
    failedEndpoint = null;
    seek(app);
  }

  /** Whether the app's budget lets the request be tried again. */
  boolean mayBeginAgain() {
    App app = this.app;
    return app != null && app.tryRetry();
  }

  /** Seeks another place after an attempt failed, the same if there is no other. */
  void beginAgain() {
    App app = this.app;
    if (app != null) {
      failedEndpoint = endpoint;
      paused = false;
      release();
      seek(app);
    }
  }

  /** Gives the slot back, and stops seeking. */
  void release() {
    callId++;
    App app = this.app;
    UpstreamEndpoint endpoint = this.endpoint;
    Turn turn = this.turn;
    this.endpoint = null;
    endWait();
    if (app != null && endpoint != null) {
      app.release(endpoint);
    }
    if (app != null && turn != null) {
      // A grant that is on its way finds the turn no longer taken, and gives the slot back.
      app.leave(turn);
    }
  }

  /** Whether the request waits in the queue. */
  boolean isQueued() {
    return turn != null;
  }

  /** The endpoint on which the request has a slot. */
  @Nullable UpstreamEndpoint endpoint() {
    return endpoint;
  }

  /** Why the last attempt found no connection. */
  Refusal unreachable() {
    return unreachable;
  }

  private void seek(App app) {
    UpstreamEndpoint found = app.acquire(proxy.eligible, clientHash, failedEndpoint, preferred);
    if (found == null) {
      queue(app);
    } else if (found == failedEndpoint && !paused) {
      pause(app, found);
    } else {
      connect(app, found);
    }
  }

  private void queue(App app) {
    var turn = new Turn(this, worker, app, clientHash, preferred);
    this.turn = turn;
    waitsSince = worker.nanoTime();
    listener.waits(app.route().queue().timeout());
    boolean waits = app.await(turn);
    if (!app.hasReadyEndpoint()) {
      // After that, so that the report tells of the request.
      proxy.noEndpoint.run();
    }
    if (!waits) {
      this.turn = null;
      listener.refusedByQueue(OwnResponse.QUEUE_FULL);
    }
  }

  /** The queue's answer, perhaps to a request that is gone. */
  void granted(Turn turn, UpstreamEndpoint endpoint) {
    if (this.turn == turn) {
      endWait();
      connect(turn.app(), endpoint);
    } else {
      turn.app().release(endpoint);
    }
  }

  /** The app is gone from the routing table while the request waited. */
  void dismissed(Turn turn) {
    if (this.turn == turn) {
      endWait();
      listener.refusedByQueue(OwnResponse.APP_GONE);
    }
  }

  private void endWait() {
    if (turn != null) {
      turn = null;
      listener.waited(worker.nanoTime() - waitsSince);
    }
  }

  private void pause(App app, UpstreamEndpoint found) {
    app.release(found);
    paused = true;
    int id = ++callId;
    var unused =
        worker
            .eventLoop()
            .schedule(() -> resume(id, app), RETRY_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void resume(int id, App app) {
    if (id == callId) {
      seek(app);
      worker.flushes().flush();
    }
  }

  private void connect(App app, UpstreamEndpoint endpoint) {
    this.endpoint = endpoint;
    listener.attempts(endpoint, protocol);
    if (protocol == Protocol.HTTP2) {
      openStream(app, endpoint);
      return;
    }
    // A TCP connection is one client's, and never there before it.
    ReplicaConnection idle =
        protocol == Protocol.HTTP1 ? endpoint.idle(worker.index()).take() : null;
    if (idle != null) {
      listener.relay(idle);
      return;
    }
    int id = ++callId;
    listener.connects();
    proxy.connector.connect(
        endpoint,
        protocol == Protocol.TCP ? Inside.BYTES : Inside.HTTP_1_1,
        app.route().timeouts().connect(),
        (opened, failure) -> connected(id, opened, failure));
  }

  private void openStream(App app, UpstreamEndpoint endpoint) {
    int id = ++callId;
    listener.connects();
    proxy.connector.stream(
        endpoint,
        app.route().timeouts().connect(),
        (opened, failure) -> connected(id, opened, failure));
  }

  private void connected(int id, @Nullable Upstream opened, @Nullable Throwable failure) {
    if (id != callId) {
      if (opened != null) {
        giveBack(opened);
      }
    } else if (opened == null) {
      unreachable = ReplicaLoss.unreachable(failure);
      listener.lost(Loss.UNREACHABLE);
    } else {
      listener.relay(opened);
    }
  }

  private void giveBack(Upstream opened) {
    if (protocol == Protocol.TCP) {
      opened.abandon();
    } else {
      opened.park();
    }
  }
}
