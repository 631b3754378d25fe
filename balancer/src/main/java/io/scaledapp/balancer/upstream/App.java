package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.cache.AppCache;
import io.scaledapp.balancer.cache.SharedCache;
import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.RevisionLoads;
import io.scaledapp.balancer.control.RevisionSplit;
import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.control.ZonePreference;
import io.scaledapp.balancer.filter.AppFilter;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.CircuitStatus;
import io.scaledapp.balancer.metrics.EndpointStatus;
import io.scaledapp.balancer.metrics.RequestRecorder;
import io.scaledapp.balancer.pick.Picker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * An app as all event loops share it: its endpoints, its slots and the requests that wait for one.
 * It outlives changes of the routing table for as long as its name stays, or is back while it still
 * serves. Any thread.
 */
public final class App {

  private static final Logger log = LoggerFactory.getLogger(App.class);

  /**
   * What one routing table says of the app.
   *
   * @param filter the app's rules for requests, if it has some
   * @param circuitBreaker if it has one
   * @param cache if it has one
   * @param stickyCookies if it has some
   * @param ready take new requests
   * @param rotation those of them that get some
   */
  private record Settings(
      AppRoute route,
      Picker picker,
      @Nullable AppFilter filter,
      @Nullable CircuitBreaker circuitBreaker,
      @Nullable AppCache cache,
      @Nullable StickyCookies stickyCookies,
      List<UpstreamEndpoint> ready,
      List<UpstreamEndpoint> rotation) {

    Settings(
        AppRoute route,
        Picker picker,
        @Nullable AppFilter filter,
        @Nullable CircuitBreaker circuitBreaker,
        @Nullable AppCache cache,
        @Nullable StickyCookies stickyCookies,
        List<UpstreamEndpoint> ready) {
      this(route, picker, filter, circuitBreaker, cache, stickyCookies, ready, Rotation.of(ready));
    }

    OutlierDetection outlierDetection() {
      return route.traffic().outlierDetection();
    }

    Settings rotated() {
      return new Settings(route, picker, filter, circuitBreaker, cache, stickyCookies, ready);
    }

    Settings withoutCache() {
      return new Settings(
          route, picker, filter, circuitBreaker, null, stickyCookies, ready, rotation);
    }
  }

  private final String name;
  private final AnswerTimes answerTimes = new AnswerTimes();
  private final LoadMeter[] meters;
  private final SlotListener slots;
  private final LongSupplier nanoTime;
  private final RequestRecorder recorder;
  private final Optional<Zone> zone;
  private final SharedCache caches;
  private final RetryBudget retryBudget;
  private final InFlight inFlight = new InFlight();

  /**
   * Guards {@link #waiting}, {@link #endpoints}, the meters of revisions and changes of {@link
   * #settings}.
   */
  private final Object lock = new Object();

  private final SequencedSet<Waiter> waiting = new LinkedHashSet<>();
  private final EligibleEndpoints eligibleForWaiting = new EligibleEndpoints();
  private final RevisionMeters revisionMeters = new RevisionMeters();
  private List<UpstreamEndpoint> endpoints = List.of();
  private volatile Settings settings;
  private volatile int queued;
  private volatile boolean isGone;
  private volatile boolean isWatched;

  /** Whether time changes something about an endpoint. */
  private volatile boolean needsTime;

  /**
   * @param nanoTime monotonic nanoseconds; any thread
   * @param recorder told of ejections
   * @param zone where the balancer runs
   * @param caches of all apps
   */
  App(
      AppRoute route,
      int eventLoops,
      SlotListener slots,
      LongSupplier nanoTime,
      RequestRecorder recorder,
      Optional<Zone> zone,
      SharedCache caches) {
    this.zone = zone;
    this.caches = caches;
    name = route.app();
    this.recorder = recorder;
    this.nanoTime = nanoTime;
    retryBudget = new RetryBudget(nanoTime.getAsLong());
    this.slots = slots;
    meters = new LoadMeter[eventLoops];
    for (int i = 0; i < eventLoops; i++) {
      meters[i] = new LoadMeter();
    }
    var filter = AppFilter.of(route, null, nanoTime.getAsLong());
    settings = new Settings(route, picker(route), filter, null, null, null, List.of());
  }

  public String name() {
    return name;
  }

  /** The route in force. */
  public AppRoute route() {
    return settings.route();
  }

  /** The rules in force for requests, or null if there are none. */
  public @Nullable AppFilter filter() {
    return settings.filter();
  }

  /** What lets requests through or does not, or null if all are let through. */
  public @Nullable CircuitBreaker circuitBreaker() {
    return settings.circuitBreaker();
  }

  /** What is kept of the app's responses, or null if nothing is. */
  public @Nullable AppCache cache() {
    return settings.cache();
  }

  /** What leads clients' requests to one endpoint each, or null if nothing does. */
  public @Nullable StickyCookies stickyCookies() {
    return settings.stickyCookies();
  }

  /** The endpoint that has the session of a request's client, and takes it; null if none does. */
  public @Nullable UpstreamEndpoint inSession(RequestHead head) {
    StickyCookies cookies = settings.stickyCookies();
    UpstreamEndpoint found = cookies == null ? null : cookies.find(head);
    return found != null && takesSession(found) ? found : null;
  }

  /** Whether an endpoint gets the requests of its sessions, free or not. */
  public boolean takesSession(UpstreamEndpoint endpoint) {
    return isInRotation(endpoint)
        || (endpoint.takesSessions() && endpoint.isInTable() && !endpoint.isEjected());
  }

  /** Whether an endpoint gets new requests, free or not. */
  private boolean isInRotation(UpstreamEndpoint endpoint) {
    var rotation = settings.rotation();
    // By index: this runs for requests, and an iterator would be garbage.
    for (int i = 0; i < rotation.size(); i++) {
      if (rotation.get(i) == endpoint) {
        return true;
      }
    }
    return false;
  }

  /** The meter of one event loop; for writing on that loop only. */
  public LoadMeter meter(int eventLoop) {
    return meters[eventLoop];
  }

  /** Whether an endpoint takes new requests at all, free or not. */
  public boolean hasReadyEndpoint() {
    return !settings.ready().isEmpty();
  }

  /** The endpoints that take new requests, in rotation or not. */
  List<UpstreamEndpoint> readyEndpoints() {
    return settings.ready();
  }

  /**
   * Takes a slot for a request, unless there is none or others wait for one.
   *
   * @param eligible the calling event loop's own
   * @param excluded where the request failed before; taken only if there is no other
   * @param preferred has the client's session, and is taken if it has a slot and takes that; null
   *     where none has
   */
  public @Nullable UpstreamEndpoint acquire(
      EligibleEndpoints eligible,
      int clientHash,
      @Nullable UpstreamEndpoint excluded,
      @Nullable UpstreamEndpoint preferred) {
    if (queued > 0 && excluded == null) {
      return null;
    }
    UpstreamEndpoint other = pick(eligible, clientHash, excluded, preferred);
    return other != null || excluded == null ? other : pick(eligible, clientHash, null, null);
  }

  private @Nullable UpstreamEndpoint pick(
      EligibleEndpoints eligible,
      int clientHash,
      @Nullable UpstreamEndpoint excluded,
      @Nullable UpstreamEndpoint preferred) {
    if (preferred != null
        && preferred != excluded
        && takesSession(preferred)
        && preferred.tryAcquire()) {
      watch();
      return preferred;
    }
    return pick(eligible, clientHash, excluded);
  }

  private @Nullable UpstreamEndpoint pick(
      EligibleEndpoints eligible, int clientHash, @Nullable UpstreamEndpoint excluded) {
    Settings settings = this.settings;
    while (true) {
      eligible.fill(settings.rotation(), excluded);
      RevisionSplit split = settings.route().traffic().revisionSplit();
      if (split != null && !split(settings, split, eligible, clientHash)) {
        return null;
      }
      ZonePreference preference = settings.route().traffic().zonePreference();
      if (preference != null) {
        eligible.prefer(preference);
      }
      int index = settings.picker().pick(eligible, clientHash);
      if (index < 0) {
        return null;
      }
      if (eligible.get(index).tryAcquire()) {
        watch();
        return eligible.get(index);
      }
    }
  }

  /**
   * Keeps those of the revision that a request is for; false if it has to wait for one of them.
   * Where both revisions are to get requests, one without a free slot does not make them wait.
   */
  private static boolean split(
      Settings settings, RevisionSplit split, EligibleEndpoints eligible, int clientHash) {
    boolean onTrial = Revisions.isForTrial(split, settings.route().policy(), clientHash);
    return eligible.keep(split.revision(), onTrial)
        || split.isPartial()
        || !Revisions.has(settings.rotation(), split.revision(), onTrial);
  }

  /** A slot was taken. */
  private void watch() {
    if (!isWatched && isLimited()) {
      isWatched = true;
      slots.inUse(this);
    }
  }

  /** Whether the slots of an endpoint are counted. */
  boolean isLimited() {
    return settings.route().maxConcurrencyPerReplica() > 0;
  }

  /**
   * Whether anything takes or wants a slot. If not, the app is watched no longer, until the
   * listener is told.
   */
  public boolean isStillWatched() {
    isWatched = false;
    // After that: a request that takes a slot meanwhile is seen here, or sees it there.
    boolean busy = queued > 0 || settings.ready().stream().anyMatch(one -> one.concurrency() > 0);
    if (busy) {
      isWatched = true;
    }
    return busy;
  }

  /** Counts a retry in the app's budget; false if there is none left. */
  public boolean tryRetry() {
    var policy = settings.route().traffic().retries();
    return retryBudget.tryTake(policy, total().requests(), nanoTime.getAsLong());
  }

  /** Gives a slot back, and to the request that waits longest. */
  public void release(UpstreamEndpoint endpoint) {
    boolean wasExceeded = endpoint.release();
    if (wasExceeded) {
      slots.exceeded(this);
    }
    if (queued > 0) {
      serveWaiting();
    }
  }

  /**
   * Lets a request wait for a slot, first come first served over all event loops.
   *
   * @return false if too many wait already
   */
  public boolean await(Waiter waiter) {
    synchronized (lock) {
      if (isGone || waiting.size() >= settings.route().queue().maxRequests()) {
        return false;
      }
      waiting.addLast(waiter);
      queued = waiting.size();
    }
    // A slot may have become free between the failed acquire and now.
    serveWaiting();
    if (queued > 0 && isLimited()) {
      slots.waits(this);
    }
    return true;
  }

  /** The request waits no longer; returns false if it was granted or dismissed meanwhile. */
  public boolean leave(Waiter waiter) {
    synchronized (lock) {
      boolean waited = waiting.remove(waiter);
      queued = waiting.size();
      return waited;
    }
  }

  private void serveWaiting() {
    synchronized (lock) {
      while (!waiting.isEmpty()) {
        Waiter first = waiting.getFirst();
        UpstreamEndpoint endpoint =
            pick(eligibleForWaiting, first.clientHash(), null, first.preferred());
        if (endpoint == null) {
          return;
        }
        waiting.removeFirst();
        queued = waiting.size();
        first.granted(endpoint);
      }
    }
  }

  /**
   * Takes the route of a newer table; returns the endpoints that are gone from it, and those to
   * which connections begin in another way, whose idle ones are of no use any more.
   *
   * @param slotsOf the slots of each endpoint by its id
   */
  List<UpstreamEndpoint> update(AppRoute route, ToIntFunction<String> slotsOf) {
    var outdated = new ArrayList<UpstreamEndpoint>();
    synchronized (lock) {
      isGone = false;
      answerTimes.want(route.measured());
      long now = nanoTime.getAsLong();
      Map<String, UpstreamEndpoint> former = new LinkedHashMap<>();
      endpoints.forEach(endpoint -> former.put(endpoint.id(), endpoint));
      var current = new ArrayList<UpstreamEndpoint>();
      var ready = new ArrayList<UpstreamEndpoint>();
      var inSession = new ArrayList<UpstreamEndpoint>();
      revisionMeters.update(route);
      for (Endpoint endpoint : route.endpoints()) {
        UpstreamEndpoint known = former.remove(endpoint.id());
        var upstream =
            known == null
                ? new UpstreamEndpoint(endpoint, meters.length, answerTimes, this::failed)
                : known;
        upstream.update(endpoint, route.traffic().outlierDetection().serverErrors(), now);
        if (upstream.change(route.transport())) {
          outdated.add(upstream);
        }
        upstream.near(zone.isPresent() && zone.get().equals(endpoint.zone()));
        upstream.grow(slowStart(route), now);
        upstream.measure(route.policy() == AppRoute.Policy.PEAK_EWMA ? nanoTime : null);
        revisionMeters.measure(upstream, endpoint.revision());
        upstream.limit(slotsOf.applyAsInt(endpoint.id()));
        current.add(upstream);
        if (endpoint.state() == Endpoint.State.READY) {
          ready.add(upstream);
        }
        if (endpoint.state() == Endpoint.State.READY || endpoint.takesSessions()) {
          inSession.add(upstream);
        }
      }
      var gone = List.copyOf(former.values());
      outdated.addAll(gone);
      gone.forEach(this::close);
      gone.stream().filter(e -> e.concurrency() > 0).forEach(current::add);
      endpoints = List.copyOf(current);
      var taking = List.copyOf(ready);
      var picker = isSamePicker(route, settings.route()) ? settings.picker() : picker(route);
      settings =
          new Settings(
              route,
              picker,
              filter(route, settings, now),
              circuitBreaker(route, settings.circuitBreaker()),
              caches.of(route.traffic().cache(), settings.cache()),
              StickyCookies.of(
                  route.traffic().stickyCookie(), List.copyOf(inSession), settings.stickyCookies()),
              taking);
      if (slowStart(route).isPositive()) {
        needsTime = true;
      }
    }
    serveWaiting();
    return outdated;
  }

  /** Where a key has its endpoint, to move it in steps would only move it more often. */
  private static Duration slowStart(AppRoute route) {
    return switch (route.policy()) {
      case IP_HASH, CONSISTENT_HASH -> Duration.ZERO;
      case ROUND_ROBIN, LEAST_CONNECTIONS, LEAST_REQUEST, PEAK_EWMA, RANDOM ->
          route.traffic().slowStart();
    };
  }

  /** An endpoint failed, so many times in a row; it may be the time to eject it. */
  private void failed(UpstreamEndpoint endpoint, int consecutiveFailures) {
    int most = settings.outlierDetection().consecutiveFailures();
    // Where all fail nobody is ejected, and not every failure needs the lock.
    if (most > 0 && consecutiveFailures % most == 0 && !endpoint.isEjected()) {
      synchronized (lock) {
        judge(endpoint, nanoTime.getAsLong());
      }
    }
  }

  private void judge(UpstreamEndpoint endpoint, long now) {
    var ready = settings.ready();
    var policy = settings.outlierDetection();
    if (endpoint.isEjected() || !ready.contains(endpoint)) {
      return;
    }
    int ejected = (int) ready.stream().filter(UpstreamEndpoint::isEjected).count();
    int sound = (int) ready.stream().filter(one -> isSound(one, policy)).count();
    switch (Rotation.judge(policy, ready.size(), ejected, sound)) {
      case EJECT -> {
        var ejection = endpoint.eject(policy, now);
        recorder.ejected(name);
        about(endpoint)
            .addKeyValue("reason", policy.consecutiveFailures() + " failures in a row")
            .log("ejected for " + Duration.ofNanos(ejection.until() - now).toSeconds() + " s");
      }
      case RETURN_ALL -> {
        ready.stream().filter(UpstreamEndpoint::isEjected).forEach(one -> one.endEjection(now));
        about(endpoint)
            .addKeyValue("reason", "every endpoint of the app fails")
            .log("ejected endpoints are back");
      }
      case KEEP -> {}
    }
    settings = settings.rotated();
    needsTime = true;
  }

  private static boolean isSound(UpstreamEndpoint endpoint, OutlierDetection policy) {
    return endpoint.isHealthy()
        && !endpoint.isEjected()
        && endpoint.consecutiveFailures() < policy.consecutiveFailures();
  }

  private LoggingEventBuilder about(UpstreamEndpoint endpoint) {
    return log.atWarn().addKeyValue("app", name).addKeyValue("endpoint", endpoint.id());
  }

  /** An endpoint was checked, whatever follows from that. */
  void checked(boolean passed) {
    recorder.checked(name, passed);
  }

  /** A check says whether the endpoint works; one that works again begins slowly. */
  void healthy(UpstreamEndpoint endpoint, boolean healthy) {
    if (endpoint.isHealthy() == healthy) {
      return;
    }
    synchronized (lock) {
      endpoint.healthy(healthy, nanoTime.getAsLong());
      settings = settings.rotated();
      needsTime = true;
    }
    about(endpoint)
        .addKeyValue("reason", healthy ? "its checks pass" : "its checks fail")
        .log(healthy ? "back in rotation" : "out of rotation");
    serveWaiting();
  }

  /**
   * Lets time pass: ejected endpoints are back when it is time, and the share of new ones grows. To
   * be called some times a second; costs nothing where there is neither.
   */
  void tick() {
    if (!needsTime) {
      return;
    }
    synchronized (lock) {
      long now = nanoTime.getAsLong();
      var slowStart = slowStart(settings.route());
      boolean goesOn = false;
      boolean isBack = false;
      for (UpstreamEndpoint endpoint : endpoints) {
        goesOn |= endpoint.grow(slowStart, now);
        if (endpoint.isEjectionOver(now)) {
          endpoint.endEjection(now);
          endpoint.forgiveFailures();
          isBack = true;
        }
        goesOn |= endpoint.isEjected();
      }
      settings = isBack ? settings.rotated() : settings;
      needsTime = goesOn;
    }
    serveWaiting();
  }

  private static Picker picker(AppRoute route) {
    long seed = ThreadLocalRandom.current().nextLong();
    return Picker.of(route.policy(), route.traffic().loadBoundPercent(), seed);
  }

  private static @Nullable AppFilter filter(AppRoute route, Settings former, long now) {
    boolean isSame =
        Objects.equals(route.rules(), former.route().rules())
            && route.pathPrefixes().equals(former.route().pathPrefixes());
    return isSame ? former.filter() : AppFilter.of(route, former.filter(), now);
  }

  /** The app's, closed and with nothing counted if its policy is new. */
  private @Nullable CircuitBreaker circuitBreaker(AppRoute route, @Nullable CircuitBreaker former) {
    CircuitBreakerPolicy policy = route.traffic().circuitBreaker();
    if (policy == null) {
      return null;
    }
    return former != null && former.policy().equals(policy)
        ? former
        : new CircuitBreaker(
            policy, meters.length, inFlight, new CircuitLog(name, policy), nanoTime.getAsLong());
  }

  private static boolean isSamePicker(AppRoute route, AppRoute former) {
    return route.policy() == former.policy()
        && route.traffic().loadBoundPercent() == former.traffic().loadBoundPercent();
  }

  /** Where slots are counted, none may be taken on an endpoint that is forgotten after this. */
  private void close(UpstreamEndpoint endpoint) {
    if (isLimited()) {
      endpoint.limit(0);
    }
    endpoint.remove();
  }

  /** Endpoints have these slots from here on. */
  void grant(Map<String, Integer> slotsById) {
    synchronized (lock) {
      for (UpstreamEndpoint endpoint : endpoints) {
        var granted = slotsById.get(endpoint.id());
        if (granted != null && endpoint.isInTable() && isLimited()) {
          endpoint.limit(granted);
        }
      }
    }
    serveWaiting();
  }

  /** Whether a request has a slot or waits for one. */
  boolean isInUse() {
    synchronized (lock) {
      return !waiting.isEmpty() || endpoints.stream().anyMatch(one -> one.concurrency() > 0);
    }
  }

  /** What of the granted slots is in use. */
  AppUsage usage(Map<String, Integer> granted) {
    synchronized (lock) {
      return SlotUsages.of(name, waiting.size(), endpoints, granted);
    }
  }

  /** The app is gone from the table; returns its endpoints. */
  List<UpstreamEndpoint> remove() {
    synchronized (lock) {
      isGone = true;
      caches.drop(settings.cache());
      settings = settings.withoutCache();
      waiting.forEach(Waiter::dismissed);
      waiting.clear();
      queued = 0;
      endpoints.forEach(this::close);
      return endpoints;
    }
  }

  /** Whether requests are in flight, or client connections count as the app's. */
  boolean isBusy() {
    var total = total();
    return total.concurrency() > 0 || total.connections() > 0;
  }

  private LoadMeter.Reading total() {
    var total = LoadMeter.Reading.ZERO;
    for (LoadMeter meter : meters) {
      total = total.plus(meter.read());
    }
    return total;
  }

  AppLoad load(long now) {
    var total = total();
    retryBudget.sample(total.requests(), now);
    return new AppLoad(
        name,
        total.requests(),
        total.concurrencyNanos(now),
        total.concurrency(),
        queued,
        total.connections(),
        total.refused(),
        answerTimes.answers(),
        answerTimes.nanos(),
        endpointLoads(),
        revisionLoads());
  }

  Stream<CircuitStatus> circuitStatus() {
    CircuitBreaker breaker = settings.circuitBreaker();
    return breaker == null ? Stream.empty() : Stream.of(breaker.status(name, nanoTime.getAsLong()));
  }

  List<EndpointStatus> endpointStatuses() {
    synchronized (lock) {
      return endpoints.stream()
          .filter(UpstreamEndpoint::isInUse)
          .map(endpoint -> endpoint.status(name))
          .toList();
    }
  }

  private @Nullable RevisionLoads revisionLoads() {
    if (settings.route().traffic().revisionSplit() == null) {
      return null;
    }
    synchronized (lock) {
      return revisionMeters.read();
    }
  }

  private List<EndpointLoad> endpointLoads() {
    synchronized (lock) {
      return endpoints.stream()
          .filter(UpstreamEndpoint::isInUse)
          .map(UpstreamEndpoint::load)
          .toList();
    }
  }
}
