package io.scaledapp.balancer.control;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any control message. */
public final class Messages {
  private Messages() {}

  /** Tables with up to a dozen apps out of few names, so that two of them have some in common. */
  public static Arbitrary<RoutingTable> tables() {
    var names = Arbitraries.integers().between(0, 15).map(i -> "default/app" + i);
    return Combinators.combine(
            Arbitraries.longs().greaterOrEqual(0),
            Arbitraries.longs().greaterOrEqual(0),
            names.flatMap(Messages::route).list().ofMaxSize(12).uniqueElements(AppRoute::app))
        .as(RoutingTable::new);
  }

  /** A route of the app. */
  public static Arbitrary<AppRoute> route(String app) {
    var texts = words().list().ofMaxSize(2);
    var routes =
        Combinators.combine(
                texts,
                texts,
                Arbitraries.integers().between(0, 65_535),
                Arbitraries.of(AppRoute.Policy.class),
                Arbitraries.integers().greaterOrEqual(0),
                queues(),
                timeouts(),
                endpoints().list().ofMaxSize(2))
            .as(
                (hosts, prefixes, port, policy, maxConcurrency, queue, timeouts, endpoints) ->
                    new AppRoute(
                        app,
                        hosts,
                        prefixes,
                        port,
                        policy,
                        maxConcurrency,
                        queue,
                        timeouts,
                        endpoints));
    // Not by flatMap, whose edge cases are the product of all.
    var transports =
        Combinators.combine(
                Arbitraries.of(true, false),
                Combinators.combine(words(), words()).as(EndpointTls::new).injectNull(0.5))
            .as(Transport::new);
    return Combinators.combine(
            routes,
            traffic(),
            Arbitraries.of(AppRoute.Protocol.class),
            transports,
            rules().injectNull(0.5))
        .as(
            (route, traffic, protocol, transport, rules) ->
                route
                    .with(route.policy(), traffic)
                    .withProtocol(protocol)
                    .withTransport(transport)
                    .withRules(rules)
                    .withMeasured(route.port() % 2 == 0));
  }

  private static Arbitrary<RequestRules.HeaderEdits> headerEdits() {
    var fields =
        Combinators.combine(words(), words()).as(RequestRules.Field::new).list().ofMaxSize(2);
    return Combinators.combine(fields, fields, words().list().ofMaxSize(2))
        .as(RequestRules.HeaderEdits::new);
  }

  private static Arbitrary<RequestRules> rules() {
    var numbers = Arbitraries.integers().greaterOrEqual(0);
    var ranges = words().list().ofMaxSize(2);
    return Combinators.combine(
            Combinators.combine(numbers, numbers)
                .as(RequestRules.HttpsRedirect::new)
                .injectNull(0.5),
            words().map(RequestRules.PathRewrite::new).injectNull(0.5),
            Combinators.combine(ranges, ranges).as(RequestRules.Access::new).injectNull(0.5),
            Combinators.combine(numbers, numbers, numbers, words())
                .as(RequestRules.ClientLimits::new)
                .injectNull(0.5),
            Combinators.combine(Arbitraries.longs().greaterOrEqual(0), numbers)
                .as(RequestRules.MessageLimits::new)
                .injectNull(0.5),
            headerEdits().injectNull(0.5),
            headerEdits().injectNull(0.5))
        .as(RequestRules::new);
  }

  private static Arbitrary<TrafficPolicy> traffic() {
    var key = Combinators.combine(Arbitraries.of(HashKey.Source.class), words()).as(HashKey::new);
    return Arbitraries.oneOf(
        Arbitraries.just(TrafficPolicy.DEFAULT),
        Combinators.combine(
                key,
                Arbitraries.integers().between(101, 1_000),
                durations(),
                outlierDetections(),
                retries(),
                healthChecks().injectNull(0.5),
                compressions().injectNull(0.5),
                circuitBreakers().injectNull(0.5))
            .as(
                (hashKey, bound, slowStart, outliers, retries, check, compression, breaker) ->
                    new TrafficPolicy(hashKey, bound, slowStart, outliers, retries, check)
                        .withCompression(compression)
                        .withCircuitBreaker(breaker)
                        .withCache(
                            bound % 3 == 0
                                ? new CachePolicy(bound, bound, List.of("a"), List.of("b"))
                                : null)
                        .withStickyCookie(
                            bound % 5 == 0
                                ? new StickyCookiePolicy(
                                    "id",
                                    "/a",
                                    slowStart,
                                    StickyCookiePolicy.SameSite.NONE,
                                    StickyCookiePolicy.Secure.ALWAYS,
                                    "key")
                                : null)
                        .withRevisionSplit(
                            bound % 7 == 0 ? new RevisionSplit(bound, bound % 101) : null)
                        .withZonePreference(bound % 2 == 0 ? new ZonePreference(bound) : null)));
  }

  private static Arbitrary<CircuitBreakerPolicy> circuitBreakers() {
    var numbers = Arbitraries.integers().between(0, 100);
    return Combinators.combine(
            numbers,
            numbers,
            durations(),
            durations(),
            numbers,
            Arbitraries.of(true, false),
            numbers,
            numbers)
        .as(CircuitBreakerPolicy::new);
  }

  private static Arbitrary<CompressionPolicy> compressions() {
    return Combinators.combine(
            Arbitraries.of(CompressionPolicy.Encoding.class).list().uniqueElements(),
            Arbitraries.integers().between(1, 1_048_576),
            words().list().ofMaxSize(3),
            Arbitraries.of(CompressionPolicy.Level.class))
        .as(CompressionPolicy::new);
  }

  /** A report with all that it can hold. */
  public static Arbitrary<LoadReport> reports() {
    return Combinators.combine(
            words(),
            words(),
            Arbitraries.longs(),
            loads().list().ofMaxSize(3),
            Combinators.combine(words(), Arbitraries.integers().between(1, 65_535), words())
                .as(PortFailure::new)
                .list()
                .ofMaxSize(2))
        .as(LoadReport::new);
  }

  /** Text, of whatever letters. */
  public static Arbitrary<String> words() {
    return Arbitraries.strings().alpha().numeric().withChars("/-.*ä€\"\\\n").ofMaxLength(12);
  }

  private static Arbitrary<AppLoad> loads() {
    return Combinators.combine(
            words(),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.integers().tuple4(),
            endpointLoads().list().ofMaxSize(2),
            revisionLoads().injectNull(0.5))
        .as(
            (app, requests, nanos, four, endpoints, byRevision) ->
                new AppLoad(
                    app,
                    requests,
                    nanos,
                    four.get1(),
                    four.get2(),
                    four.get3(),
                    four.get4(),
                    requests / 2,
                    nanos / 2,
                    endpoints,
                    byRevision));
  }

  private static Arbitrary<RevisionLoads> revisionLoads() {
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.longs().list().ofMaxSize(3))
        .as(RevisionLoad::new)
        .list()
        .ofMaxSize(2)
        .map(RevisionLoads::new);
  }

  private static Arbitrary<EndpointLoad> endpointLoads() {
    return Combinators.combine(
            words(),
            Arbitraries.integers(),
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.longs())
        .as(EndpointLoad::new);
  }

  private static Arbitrary<Endpoint> endpoints() {
    return Combinators.combine(
            words(),
            words().map(word -> word.toLowerCase(Locale.ROOT)),
            Arbitraries.integers().between(1, 65_535),
            Arbitraries.integers().between(1, 1_000),
            Arbitraries.of(Endpoint.State.class),
            words().map(Zone::new).injectNull(0.5),
            Arbitraries.integers().map(Revision::new).injectNull(0.5),
            drains())
        .as(
            (id, host, port, weight, state, zone, revision, drain) ->
                new Endpoint(
                    id,
                    host,
                    port,
                    weight,
                    state,
                    zone,
                    revision,
                    drain.drainMillis(),
                    drain.keepsSessions()));
  }

  /** How an endpoint drains, of one of which nothing else matters. */
  private static Arbitrary<Endpoint> drains() {
    var endpoint = new Endpoint("one", "host", 1, 1, Endpoint.State.DRAINING);
    return Arbitraries.oneOf(
        Arbitraries.of(endpoint, endpoint.keepingSessions()),
        Arbitraries.longs()
            .between(1, 3_600_000)
            .map(millis -> endpoint.draining(Duration.ofMillis(millis))));
  }

  private static Arbitrary<HealthCheck> healthChecks() {
    var counts = Arbitraries.integers().between(1, 10);
    var grpc = words().map(HealthCheck.Grpc::new).injectNull(0.5);
    return Combinators.combine(words(), durations(), durations(), counts, counts, grpc)
        .as(HealthCheck::new);
  }

  private static Arbitrary<RetryPolicy> retries() {
    var numbers = Arbitraries.integers().between(0, 1_000);
    return Combinators.combine(numbers, numbers, numbers, durations()).as(RetryPolicy::new);
  }

  private static Arbitrary<OutlierDetection> outlierDetections() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.of(true, false),
            durations(),
            durations(),
            Arbitraries.integers().between(0, 100))
        .as(OutlierDetection::new);
  }

  private static Arbitrary<QueueLimits> queues() {
    return Combinators.combine(Arbitraries.integers().greaterOrEqual(0), durations())
        .as(QueueLimits::new);
  }

  private static Arbitrary<Timeouts> timeouts() {
    return Combinators.combine(durations(), durations(), durations(), durations())
        .as(Timeouts::new);
  }

  private static Arbitrary<Duration> durations() {
    return Arbitraries.longs().between(1, Duration.ofDays(400).toMillis()).map(Duration::ofMillis);
  }
}
