package io.scaledapp.balancer.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one endpoint that carry several requests at once: as few as
 * the replica allows. Requests that find no room share the next one. For that loop only.
 */
public final class SharedConnections {
  /** What a replica is taken to allow before it said so (RFC 9113 section 6.5.2). */
  private static final int EXPECTED_ROOM = 100;

  /** A request that waits for a connection. */
  private record Waiting(
      Runnable connect, BiConsumer<@Nullable Upstream, @Nullable Throwable> whenDone) {}

  private final UpstreamEndpoint endpoint;
  private final List<SharedConnection> open = new ArrayList<>(1);
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(1);
  private int connecting;

  SharedConnections(UpstreamEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Finds a request its way: on a connection that has room, or on one that is opened.
   *
   * @param timeout of the attempt to open one
   * @param whenDone called with the way, perhaps at once, or why there is none
   */
  void take(
      ReplicaConnector connector,
      Duration timeout,
      BiConsumer<@Nullable Upstream, @Nullable Throwable> whenDone) {
    SharedConnection free = withRoom();
    if (free != null) {
      whenDone.accept(free.open(), null);
      return;
    }
    waiting.addLast(new Waiting(() -> connector.connectShared(endpoint, timeout, this), whenDone));
    connectIfNeeded();
  }

  private void connectIfNeeded() {
    if (waiting.size() > connecting * EXPECTED_ROOM) {
      connecting++;
      waiting.getFirst().connect().run();
    }
  }

  private @Nullable SharedConnection withRoom() {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).room() > 0) {
        return open.get(i);
      }
    }
    return null;
  }

  /** An attempt led to a connection. */
  public void opened(SharedConnection connection) {
    if (connection.room() <= 0) {
      connection.leave();
      failed(new IllegalStateException("the replica allows no stream"));
      return;
    }
    connecting--;
    open.add(connection);
    roomAgain();
    if (!endpoint.isInTable()) {
      connection.leave();
    }
  }

  /** An attempt led to none; those that wait are told, and may try elsewhere. */
  public void failed(Throwable reason) {
    connecting--;
    var told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(one -> one.whenDone().accept(null, reason));
  }

  /** A connection has room that had none before. */
  public void roomAgain() {
    SharedConnection free = withRoom();
    while (free != null && !waiting.isEmpty()) {
      waiting.removeFirst().whenDone().accept(free.open(), null);
      free = withRoom();
    }
    if (!waiting.isEmpty()) {
      connectIfNeeded();
    }
  }

  /** The connection is gone, or takes no further request. */
  public void closed(SharedConnection connection) {
    open.remove(connection);
  }

  /** The endpoint is gone: the connections end with what they carry. */
  void leave() {
    List.copyOf(open).forEach(SharedConnection::leave);
  }
}
