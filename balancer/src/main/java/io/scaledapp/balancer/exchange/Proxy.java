package io.scaledapp.balancer.exchange;

import static java.util.Objects.requireNonNull;

import io.scaledapp.balancer.accesslog.AccessLog;
import io.scaledapp.balancer.compression.Compression;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.forwarded.TrustedProxies;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.trace.Tracer;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.AppFinder;
import io.scaledapp.balancer.upstream.EligibleEndpoints;
import io.scaledapp.balancer.upstream.ReplicaConnector;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the client connections of one event loop share. For the use of that loop. */
public final class Proxy {

  /**
   * How the balancer treats its clients.
   *
   * @param headTimeout from a request head's first byte to its last
   * @param idleTimeout of a connection without a request
   * @param maxConnections open at once, over all event loops
   * @param trusted proxies in front of the balancer
   * @param tracer records requests; null if none are, which holds for each request that begins
   * @param accessLog gets each request that ends; null if none are logged
   */
  public record Settings(
      Duration headTimeout,
      Duration idleTimeout,
      int maxConnections,
      TrustedProxies trusted,
      @Nullable Tracer tracer,
      @Nullable AccessLog accessLog) {}

  final Worker worker;
  final AppFinder apps;
  final ReplicaConnector connector;
  private final AtomicReference<Settings> settings;

  /** Open client connections over all event loops. */
  final AtomicInteger connections;

  final Departure departure;
  final RequestRecorder recorder;
  final Failures failures;

  /** Tells the operator at once that a request found no endpoint. */
  final Runnable noEndpoint;

  final Compression compression;
  final EligibleEndpoints eligible;
  final RequestRewriter requests;

  /** Whether the connections are to a port that is one app's own. */
  final boolean servesAppPort;

  public Proxy(
      Worker worker,
      AppFinder apps,
      ReplicaConnector connector,
      AtomicReference<Settings> settings,
      AtomicInteger connections,
      Departure departure,
      RequestRecorder recorder,
      Failures failures,
      Runnable noEndpoint,
      Compression compression) {
    this.worker = worker;
    this.apps = apps;
    this.connector = connector;
    this.settings = settings;
    this.connections = connections;
    this.departure = departure;
    this.recorder = recorder;
    this.failures = failures;
    this.noEndpoint = noEndpoint;
    this.compression = compression;
    eligible = new EligibleEndpoints();
    requests = new RequestRewriter();
    servesAppPort = false;
  }

  private Proxy(Proxy other, AppFinder apps) {
    worker = other.worker;
    this.apps = apps;
    connector = other.connector;
    settings = other.settings;
    connections = other.connections;
    departure = other.departure;
    recorder = other.recorder;
    failures = other.failures;
    noEndpoint = other.noEndpoint;
    compression = other.compression;
    eligible = other.eligible;
    requests = other.requests;
    servesAppPort = true;
  }

  /** The same for connections to a port of an app's own, whose requests find that app. */
  public Proxy finding(AppFinder apps) {
    return new Proxy(this, apps);
  }

  /** What the event loop has to itself. */
  public Worker worker() {
    return worker;
  }

  /** Whether all connections are one app's, which is known before their first byte. */
  public boolean isOfOneApp() {
    return apps.isOfOneApp();
  }

  /** That app; null if there is none, or it is not there. */
  public @Nullable App onlyApp() {
    return apps.only();
  }

  /** What holds for a connection that begins. */
  public Settings settings() {
    return requireNonNull(settings.get(), "there are settings from the start");
  }

  public Departure departure() {
    return departure;
  }

  public RequestRecorder recorder() {
    return recorder;
  }

  public Failures failures() {
    return failures;
  }

  /** Has a request logged that was refused before a field of its head could be read. */
  public void logUnread(Refusal refusal, ClientIdentity client) {
    AccessLog log = settings().accessLog();
    if (log != null) {
      long now = worker.nanoTime();
      var entry = log.begin(client.unread(), now);
      entry.answered(refusal.status(), now);
      entry.failed(refusal.cause().code());
      entry.end(now);
      log.add(entry);
    }
  }

  /**
   * A client's connection was opened; {@link #connectionClosed} has to follow.
   *
   * @return false if that is one too many
   */
  public boolean connectionOpened() {
    return connections.incrementAndGet() <= settings().maxConnections();
  }

  /** A client's connection is gone. */
  public void connectionClosed() {
    connections.decrementAndGet();
  }
}
