package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.metrics.EndpointStatus;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of an app, with its slots and counters over all event loops. It outlives changes of
 * the routing table for as long as its id stays. Any thread.
 */
public final class UpstreamEndpoint {

  /** Told of failures, on any thread. */
  @FunctionalInterface
  interface FailureListener {

    /** The endpoint failed, so many times in a row. */
    void failed(UpstreamEndpoint endpoint, int consecutiveFailures);
  }

  /** What lives on an endpoint for long. */
  @FunctionalInterface
  interface DrainListener {

    /** The endpoint is to be left within this time; any thread. */
    void drains(Drain drain);
  }

  /** Slots of an endpoint without a limit. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  /** What a failure counts as where latencies are compared: to fail fast must not attract. */
  private static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(5);

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

  /** Those that can be ended in words. */
  private final Set<DrainListener> drainListeners = ConcurrentHashMap.newKeySet();

  /** Null while it is not draining, or has no time for that. */
  private volatile @Nullable Drain drain;

  private final AtomicInteger connections = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final IdleConnections[] idle;

  /** Null where none was asked for. */
  private final @Nullable SharedConnections[] shared;

  private volatile Transport transport = Transport.DEFAULT;
  private volatile @Nullable PeakLatency latency;
  private final AnswerTimes answerTimes;

  /** Set while a revision of the app is on trial. */
  private volatile @Nullable RevisionMeter meter;

  private volatile int revision;
  private final FailureListener failureListener;
  private final AtomicInteger consecutiveFailures = new AtomicInteger();

  /** What the routing table says. */
  private volatile int wholeWeight;

  /** In hundredths, while it grows. */
  private volatile int weight;

  /** Nanoseconds of a monotonic clock since when the endpoint takes requests, or may. */
  private volatile long readySince;

  private volatile boolean wasReady;
  private volatile boolean inTable;
  private volatile boolean takesSessions;
  private volatile boolean near;
  private volatile boolean ejected;
  private volatile boolean healthy = true;
  private volatile boolean failsOnServerErrors;

  /** The latest; guarded by the app's lock. */
  private Ejection ejection = Ejection.NEVER;

  /** One whose answers are not measured. */
  UpstreamEndpoint(Endpoint endpoint, int eventLoops, FailureListener failureListener) {
    this(endpoint, eventLoops, new AnswerTimes(), failureListener);
  }

  /**
   * @param answerTimes told how long each answer took to begin
   * @param failureListener told of each failure
   */
  UpstreamEndpoint(
      Endpoint endpoint, int eventLoops, AnswerTimes answerTimes, FailureListener failureListener) {
    this.answerTimes = answerTimes;
    this.failureListener = failureListener;
    id = endpoint.id();
    host = endpoint.host();
    port = endpoint.port();
    key = endpoint.id().hashCode();
    wholeWeight = endpoint.weight();
    weight = endpoint.weight() * Rotation.WEIGHT_UNIT;
    shared = new SharedConnections[eventLoops];
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

  /** The connections of one event loop that are shared; for use on that loop only. */
  SharedConnections shared(int eventLoop) {
    SharedConnections connections = shared[eventLoop];
    if (connections == null) {
      connections = new SharedConnections(this);
      shared[eventLoop] = connections;
    }
    return connections;
  }

  /** Closes what is idle of one event loop's connections; on that loop only. */
  void closeIdle(int eventLoop) {
    idle[eventLoop].closeAll();
    SharedConnections connections = shared[eventLoop];
    if (connections != null) {
      connections.leave();
    }
  }

  int key() {
    return key;
  }

  /** In hundredths of what the routing table says. */
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
  void update(Endpoint endpoint, boolean failsOnServerErrors, long now) {
    wholeWeight = endpoint.weight();
    this.failsOnServerErrors = failsOnServerErrors;
    inTable = true;
    takesSessions = endpoint.takesSessions();
    drain(endpoint, now);
    if (!wasReady && endpoint.state() == Endpoint.State.READY) {
      wasReady = true;
      readySince = now;
    }
  }

  private void drain(Endpoint endpoint, long now) {
    Long millis = endpoint.drainMillis();
    if (endpoint.state() == Endpoint.State.READY || millis == null) {
      drain = null;
    } else if (drain == null) {
      var begun = new Drain(now, TimeUnit.MILLISECONDS.toNanos(millis));
      drain = begun;
      drainListeners.forEach(listener -> listener.drains(begun));
    }
  }

  /** Has the listener told of each drain that begins, and of one that began. */
  void add(DrainListener listener) {
    drainListeners.add(listener);
    Drain drain = this.drain;
    if (drain != null) {
      listener.drains(drain);
    }
  }

  void remove(DrainListener listener) {
    drainListeners.remove(listener);
  }

  /** Whether this very drain goes on: an endpoint that is put back keeps its tunnels. */
  boolean isIn(Drain drain) {
    return this.drain == drain;
  }

  /** Whether it is to go, and yet takes requests of the sessions that it has. */
  boolean takesSessions() {
    return takesSessions;
  }

  /** Whether it runs in the balancer's own zone. */
  void near(boolean near) {
    this.near = near;
  }

  boolean isNear() {
    return near;
  }

  /** How connections to it begin from here on; returns whether that is new. */
  boolean change(Transport transport) {
    boolean isNew = !this.transport.equals(transport);
    this.transport = transport;
    return isNew;
  }

  /** How connections to it begin. */
  public Transport transport() {
    return transport;
  }

  /** Takes the share that is due at {@code now}; returns whether it is still to grow. */
  boolean grow(Duration slowStart, long now) {
    long readyNanos = now - readySince;
    weight = Rotation.weight(wholeWeight, readyNanos, slowStart);
    return readyNanos < slowStart.toNanos();
  }

  /** Whether the endpoint is out of rotation, since it failed. */
  boolean isEjected() {
    return ejected;
  }

  /** Whether no check says otherwise. */
  boolean isHealthy() {
    return healthy;
  }

  /** What a check says; the share of one that works again grows from here on. */
  void healthy(boolean healthy, long now) {
    this.healthy = healthy;
    readySince = now;
  }

  /** The endpoint is out of rotation; with the app's lock. */
  Ejection eject(OutlierDetection policy, long now) {
    ejection = ejection.next(policy, now);
    ejected = true;
    return ejection;
  }

  /** Whether it is time for the endpoint to be back; with the app's lock. */
  boolean isEjectionOver(long now) {
    return ejected && now - ejection.until() >= 0;
  }

  /** The endpoint is back in rotation; with the app's lock. */
  void endEjection(long now) {
    ejection = ejection.endingAt(now);
    ejected = false;
  }

  /** The failures so far do not count any more. */
  void forgiveFailures() {
    consecutiveFailures.set(0);
  }

  int consecutiveFailures() {
    return consecutiveFailures.get();
  }

  /** The routing table in force no longer holds the endpoint. */
  void remove() {
    inTable = false;
  }

  public boolean isInTable() {
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

  /**
   * From here on the time until answers begin is observed, or no longer.
   *
   * @param nanoTime null if it is not; monotonic nanoseconds on any thread
   */
  void measure(@Nullable LongSupplier nanoTime) {
    if (nanoTime == null) {
      latency = null;
    } else if (latency == null) {
      latency = new PeakLatency(nanoTime);
    }
  }

  /** Whether the time until answers begin is of use. */
  public boolean isMeasured() {
    return latency != null || answerTimes.isWanted() || meter != null;
  }

  /**
   * The revision that it runs.
   *
   * @param meter counts its answers; null if nothing does
   */
  void measure(int revision, @Nullable RevisionMeter meter) {
    this.revision = revision;
    this.meter = meter;
  }

  /** 0 where it does not matter. */
  int revision() {
    return revision;
  }

  /** In nanoseconds; 0 if nothing is known. */
  double latency() {
    var latency = this.latency;
    return latency == null ? 0 : latency.now();
  }

  /** A request was answered. */
  public void answered(int status) {
    var meter = this.meter;
    if (meter != null) {
      meter.answered(status);
    }
    if (status >= 500 && failsOnServerErrors) {
      failureListener.failed(this, consecutiveFailures.incrementAndGet());
    } else {
      reached();
    }
  }

  /** The answer to a gRPC call began, with a good status; its end says what became of it. */
  public void callAnswered(int status) {
    var meter = this.meter;
    if (meter != null) {
      meter.answered(status);
    }
    if (!failsOnServerErrors) {
      reached();
    }
  }

  /** A gRPC call ended whose answer had begun; one that says nothing in the end is not told of. */
  public void callEnded(boolean serverError) {
    if (!serverError) {
      reached();
      return;
    }
    var meter = this.meter;
    if (meter != null) {
      meter.wasError();
    }
    if (failsOnServerErrors) {
      failureListener.failed(this, consecutiveFailures.incrementAndGet());
    }
  }

  /** It took a connection that has no request. */
  public void accepted() {
    var meter = this.meter;
    if (meter != null) {
      meter.succeeded();
    }
    reached();
  }

  /** It works: what failed before does not count any more. */
  public void reached() {
    if (consecutiveFailures.get() != 0) {
      consecutiveFailures.set(0);
    }
  }

  /** An answer began {@code nanos} after its request was sent. */
  public void answeredAfter(long nanos) {
    answerTimes.add(nanos);
    compare(nanos);
    var meter = this.meter;
    if (meter != null) {
      meter.answeredAfter(nanos);
    }
  }

  private void compare(long nanos) {
    var latency = this.latency;
    if (latency != null) {
      latency.observe(nanos);
    }
  }

  /** A request is sent to it. */
  public void sent() {
    requests.increment();
  }

  /** An attempt ended without a whole response. */
  public void failed() {
    failures.increment();
    compare(FAILURE_NANOS);
    var meter = this.meter;
    if (meter != null) {
      meter.failed();
    }
    failureListener.failed(this, consecutiveFailures.incrementAndGet());
  }

  /** The number of tunnels changes by {@code change}. */
  public void tunnels(int change) {
    tunnels.getAndAdd(change);
  }

  /** A connection to it was opened. */
  public void connectionOpened() {
    connections.incrementAndGet();
  }

  /** One of those is gone. */
  public void connectionClosed() {
    connections.decrementAndGet();
  }

  /** Whether the table in force has it, or something is in flight on it. */
  boolean isInUse() {
    return inTable || concurrency() > 0;
  }

  /** How it stands with it, as an endpoint of {@code app}. */
  EndpointStatus status(String app) {
    int idleConnections = 0;
    for (IdleConnections ofLoop : idle) {
      idleConnections += ofLoop.size();
    }
    return new EndpointStatus(
        app,
        load(),
        (double) weight / Rotation.WEIGHT_UNIT,
        ejected,
        healthy,
        connections.get(),
        idleConnections);
  }

  EndpointLoad load() {
    return new EndpointLoad(id, concurrency(), tunnels.get(), requests.sum(), failures.sum());
  }
}
