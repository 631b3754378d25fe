package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * One endpoint of an app, with its slots and counters over all event loops. It outlives changes of
 * the routing table for as long as its id stays. Any thread.
 */
public final class UpstreamEndpoint {
  private final String id;
  private final String host;
  private final int port;
  private final int key;
  private final AtomicInteger concurrency = new AtomicInteger();
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
    return concurrency.get();
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

  boolean hasSlot(int maxConcurrency) {
    return maxConcurrency == 0 || concurrency.get() < maxConcurrency;
  }

  /** Takes a slot if there is one. */
  boolean tryAcquire(int maxConcurrency) {
    int taken = concurrency.get();
    while (maxConcurrency == 0 || taken < maxConcurrency) {
      if (concurrency.compareAndSet(taken, taken + 1)) {
        return true;
      }
      taken = concurrency.get();
    }
    return false;
  }

  void release() {
    concurrency.getAndDecrement();
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
    return new EndpointLoad(id, concurrency.get(), tunnels.get(), requests.sum(), failures.sum());
  }
}
