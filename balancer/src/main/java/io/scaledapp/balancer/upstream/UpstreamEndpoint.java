package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * One endpoint of an app, with its slots and counters over all event loops. It outlives changes of
 * the routing table for as long as its id stays. Any thread.
 */
public final class UpstreamEndpoint {
  /** Slots of an endpoint without a limit. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private final String id;
  private final String host;
  private final int port;
  private final int key;

  /**
   * The slots that there are in the high half, those that are taken in the low one. In one word,
   * since a request that takes a slot must not cross one that is withdrawn: what is reported as
   * taken after that would be exceeded.
   */
  private final AtomicLong slots = new AtomicLong((long) UNLIMITED << Integer.SIZE);

  private final AtomicInteger tunnels = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final IdleConnections[] idle;
  private volatile int weight;
  private volatile boolean inTable;

  UpstreamEndpoint(Endpoint endpoint, int eventLoops) {
    id = endpoint.id();
    host = endpoint.host();
    port = endpoint.port();
    key = endpoint.id().hashCode();
    weight = endpoint.weight();
    idle = new IdleConnections[eventLoops];
    for (int i = 0; i < eventLoops; i++) {
      idle[i] = new IdleConnections();
    }
  }

  public String id() {
    return id;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** The connections of one event loop that wait for a request; for use on that loop only. */
  public IdleConnections idle(int eventLoop) {
    return idle[eventLoop];
  }

  int key() {
    return key;
  }

  int weight() {
    return weight;
  }

  int concurrency() {
    return taken(slots.get());
  }

  private static int taken(long slots) {
    return (int) slots;
  }

  private static int limit(long slots) {
    return (int) (slots >>> Integer.SIZE);
  }

  /** The routing table in force holds the endpoint as follows. */
  void update(Endpoint endpoint) {
    weight = endpoint.weight();
    inTable = true;
  }

  /** The routing table in force no longer holds the endpoint. */
  void remove() {
    inTable = false;
  }

  boolean isInTable() {
    return inTable;
  }

  /** From here on there are this many slots, from 0; those that are taken stay so. */
  void limit(int limit) {
    slots.updateAndGet(before -> (long) limit << Integer.SIZE | taken(before));
  }

  boolean hasSlot() {
    long now = slots.get();
    return taken(now) < limit(now);
  }

  /** Takes a slot if there is one. */
  boolean tryAcquire() {
    long now = slots.get();
    while (taken(now) < limit(now)) {
      if (slots.compareAndSet(now, now + 1)) {
        return true;
      }
      now = slots.get();
    }
    return false;
  }

  /** Gives a slot back; whether more were taken than there are. */
  boolean release() {
    long before = slots.getAndDecrement();
    return taken(before) > limit(before);
  }

  /** A request is sent to it. */
  void sent() {
    requests.increment();
  }

  /** An attempt ended without a whole response. */
  public void failed() {
    failures.increment();
  }

  /** The number of tunnels changes by {@code change}. */
  public void tunnels(int change) {
    tunnels.getAndAdd(change);
  }

  EndpointLoad load() {
    return new EndpointLoad(id, concurrency(), tunnels.get(), requests.sum(), failures.sum());
  }
}
