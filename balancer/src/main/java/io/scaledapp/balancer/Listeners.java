package io.scaledapp.balancer;

import static java.util.Objects.requireNonNull;

import io.scaledapp.balancer.socket.ListeningSockets;
import io.scaledapp.balancer.upstream.Apps;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that the balancer's options name. Any thread. */
final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  /** How often certificates are looked at. */
  private static final Duration REFRESH = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Acceptor acceptor;
  private final Apps apps;
  private final ListeningSockets sockets;
  private final List<Listener> open = new ArrayList<>();
  private volatile boolean accepting;

  /** Why certificates cannot be looked at; null while they can. */
  private volatile @Nullable String fault;

  private boolean closed;

  Listeners(Vertx vertx, Acceptor acceptor, Apps apps, ListeningSockets sockets) {
    this.vertx = vertx;
    this.acceptor = acceptor;
    this.apps = apps;
    this.sockets = sockets;
  }

  /**
   * Listens; connections wait until {@link #accept()}.
   *
   * @throws IOException if an address cannot be listened on or a certificate cannot be used, with
   *     the reason; then none is
   */
  synchronized void open(List<ListenerOptions> wanted) throws IOException {
    try {
      for (var options : wanted) {
        begin(Listener.open(options, acceptor, apps, sockets));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
    vertx.setPeriodic(
        REFRESH.toMillis(),
        tick -> vertx.executeBlocking(this::refresh).onComplete(done -> fault = null, this::tell));
  }

  /**
   * Listens where it is wanted and no longer elsewhere. What changes in between holds for new
   * connections; those of a listener that goes may end what is in flight.
   *
   * @param grace for what is in flight
   * @throws IOException if an address cannot be listened on or a certificate cannot be used, with
   *     the reason; then all is as before
   */
  synchronized void update(List<ListenerOptions> wanted, Duration grace) throws IOException {
    var change = ListenerChange.of(open, wanted);
    var entrances = new HashMap<Listener, Entrance>();
    var opened = new ArrayList<Listener>();
    try {
      for (var changed : change.changed().entrySet()) {
        entrances.put(changed.getKey(), Entrance.open(changed.getValue(), acceptor));
      }
      for (var options : change.opened()) {
        opened.add(Listener.open(options, acceptor, apps, sockets));
      }
    } catch (IOException e) {
      entrances.values().forEach(Entrance::close);
      opened.forEach(Listener::close);
      throw e;
    }
    entrances.forEach(
        (listener, entrance) ->
            listener.change(requireNonNull(change.changed().get(listener)), entrance));
    opened.forEach(this::begin);
    change.gone().forEach(listener -> leave(listener, grace));
  }

  private void begin(Listener listener) {
    open.add(listener);
    if (accepting) {
      listener.accept();
    }
    log.atInfo()
        .addKeyValue("listener", listener.options().name())
        .addKeyValue("address", listener.options().host() + ":" + listener.port())
        .addKeyValue("tls", listener.options().tls().isPresent())
        .log("listening");
  }

  private void leave(Listener listener, Duration grace) {
    open.remove(listener);
    var unused = listener.drain(grace);
    log.atInfo().addKeyValue("listener", listener.options().name()).log("no longer listening");
  }

  /**
   * Begins to accept. Once that is so it takes no lock: each routing table comes by here, and must
   * not wait for the disk that certificates are read from.
   */
  void accept() {
    if (!accepting) {
      acceptFirst();
    }
  }

  private synchronized void acceptFirst() {
    accepting = true;
    open.forEach(Listener::accept);
  }

  /**
   * The port of a listener.
   *
   * @throws IllegalArgumentException if none has the name
   */
  synchronized int port(String name) {
    return open.stream()
        .filter(listener -> listener.options().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no listener " + name))
        .port();
  }

  /** The port of the one that was named first. */
  synchronized int port() {
    return open.getFirst().port();
  }

  /** With the lock, so that nothing is read for a listener that closes. */
  private synchronized Boolean refresh() {
    if (!closed) {
      open.forEach(Listener::refresh);
    }
    return true;
  }

  /** Once, however long it lasts. */
  private void tell(Throwable failure) {
    if (failure.toString().equals(fault)) {
      return;
    }
    fault = failure.toString();
    log.atError().setCause(failure).log("certificates were not looked at");
  }

  /** Stops to accept; open connections stay. */
  synchronized void close() {
    closed = true;
    open.forEach(Listener::close);
  }
}
