package io.scaledapp.operator.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.HashKey;
import io.scaledapp.balancer.control.HealthCheck;
import io.scaledapp.balancer.control.OutlierDetection;
import io.scaledapp.balancer.control.QueueLimits;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.control.RetryPolicy;
import io.scaledapp.balancer.control.StickyCookiePolicy;
import io.scaledapp.balancer.control.Timeouts;
import io.scaledapp.balancer.control.TrafficPolicy;
import io.scaledapp.balancer.control.Transport;
import io.scaledapp.balancer.control.Zone;
import io.scaledapp.balancer.control.ZonePreference;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.plan.DrainPolicy;
import io.scaledapp.operator.app.plan.RecyclePolicy;
import io.scaledapp.operator.app.status.Urls;
import io.scaledapp.operator.autoscaler.Fallback;
import io.scaledapp.operator.autoscaler.FixedCount;
import io.scaledapp.operator.autoscaler.Hold;
import io.scaledapp.operator.autoscaler.LoadMetric;
import io.scaledapp.operator.autoscaler.ScalingPolicy;
import io.scaledapp.operator.autoscaler.ScalingRule;
import io.scaledapp.operator.autoscaler.ScalingRules;
import io.scaledapp.operator.autoscaler.Target;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppModelTest {

  private static final String TEMPLATE =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: hello}
      spec:
        template: {spec: {containers: [{name: hello, command: [node, server.js]}]}}
      """;

  @Test
  void stickyCookiesOfAppsHaveDifferentNamesAndLastAsLongAsTheBrowser() {
    var cookie = stickyCookie("shop");
    assertThat(cookie.name()).matches("sticky_[0-9a-f]{8}").doesNotContain("shop");
    assertThat(stickyCookie("other").name()).isNotEqualTo(cookie.name());
    assertThat(cookie)
        .isEqualTo(
            new StickyCookiePolicy(
                cookie.name(),
                "/",
                Duration.ZERO,
                StickyCookiePolicy.SameSite.LAX,
                StickyCookiePolicy.Secure.AUTO,
                ""));
  }

  @ParameterizedTest
  @CsvSource({"512Mi", "400Mi", "0.3G"})
  void recyclesBelowTheMemoryLimit(String limit) {
    var app = read(recycled(limit));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AppModel.of(app, 4))
        .withMessageStartingWith(
            "spec.recycle.memory: 512Mi is not below the first container's memory limit, " + limit);
    assertThat(AppModel.of(read(recycled("513Mi")), 4).recycle())
        .isEqualTo(new RecyclePolicy(512 * 1_048_576L, "512Mi"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                        | which has to be given",
        "resources: {limits: {cpu: 4}}                           | which has to be given",
        "resources: {requests: {cpu: 1500m}}                     | which has to be given and lower",
        "resources: {requests: {cpu: 1}, limits: {cpu: 1500m}}   | is not below the first container's",
        "resources: {requests: {cpu: 1}}, resizePolicy: [{resourceName: cpu, restartPolicy:"
            + " RestartContainer}] | has it restarted"
      })
  void startsOnlyWithCpuThatCanBeLoweredInPlace(@Nullable String more, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AppModel.of(read(starting(more)), 4))
        .withMessageStartingWith("spec.startup.cpu: ")
        .withMessageContaining(problem);
  }

  @Test
  void anotherCpuForTheStartIsAnotherRevision() {
    var resources = "resources: {requests: {cpu: 500m}, limits: {cpu: 2}}";
    var one = AppModel.of(read(starting(resources)), 4).template();
    var other = AppModel.of(read(starting(resources).replace("1500m", "1400m")), 4).template();

    assertThat(Objects.requireNonNull(one).digest())
        .isNotEqualTo(Objects.requireNonNull(other).digest());
  }

  private static String starting(@Nullable String more) {
    var with = "command: [node, server.js]" + (more == null ? "" : ", " + more) + "}";
    return TEMPLATE.replace("command: [node, server.js]}", with) + "  startup: {cpu: 1500m}\n";
  }

  @Test
  void recyclesNothingUnlessAskedTo() {
    assertThat(AppModel.of(read(TEMPLATE), 4).recycle()).isNull();
    assertThat(AppModel.of(read(TEMPLATE + "  recycle: {memory: 2G}\n"), 4).recycle())
        .as("without a limit")
        .isEqualTo(new RecyclePolicy(2_000_000_000L, "2G"));
  }

  private static String recycled(String limit) {
    var limited = "command: [node, server.js], resources: {limits: {memory: " + limit + "}}}";
    return TEMPLATE.replace("command: [node, server.js]}", limited)
        + "  recycle: {memory: 512Mi}\n";
  }

  private static StickyCookiePolicy stickyCookie(String name) {
    var app = read(TEMPLATE + "  routing: {stickyCookie: {}}\n");
    app.getMetadata().setName(name);
    return Objects.requireNonNull(AppModel.of(app, 4).route().traffic().stickyCookie());
  }

  @Test
  void everythingHasItsDocumentedDefault() {
    var model = AppModel.of(read(TEMPLATE), 4);

    assertThat(model.id()).isEqualTo("default/hello");
    assertThat(model.scaling())
        .isEqualTo(
            new ScalingPolicy(
                null,
                1,
                4,
                List.of(),
                List.of(Target.LEARNED),
                Duration.ofSeconds(6),
                Duration.ofSeconds(2),
                2,
                new Hold(Duration.ofMinutes(10), 0.95),
                null,
                Duration.ofSeconds(60),
                ScalingRules.DEFAULT_UP,
                ScalingRules.DEFAULT_DOWN));
    assertThat(model.route())
        .isEqualTo(
            new AppRoute(
                    "default/hello",
                    List.of(),
                    List.of("/"),
                    0,
                    AppRoute.Policy.LEAST_CONNECTIONS,
                    0,
                    new QueueLimits(1_000, Duration.ofSeconds(30)),
                    new Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofHours(1)),
                    List.of())
                .withMeasured(true));
    assertThat(model.drains()).isEqualTo(new DrainPolicy(Duration.ofSeconds(30), null));
  }

  @Test
  void appThatSpeaksTcpHasThePortOfThisMachineThatIsSaid() {
    var model =
        AppModel.of(
            read(
                TEMPLATE
                    + """
                      port: 25
                      routing: {protocol: TCP, proxyProtocol: V2}
                      local: {port: 2525}
                    """),
            4);
    assertThat(model.route().protocol()).isEqualTo(AppRoute.Protocol.TCP);
    assertThat(model.route().transport()).isEqualTo(new Transport(true, null));
    assertThat(model.route().port()).isEqualTo(2525);
    assertThat(Urls.of(model, URI.create("http://127.0.0.1:8080")))
        .isEqualTo("tcp://127.0.0.1:2525");
    assertThat(Urls.of(model, null)).isEqualTo("tcp://hello.default:25");
  }

  @Test
  void everythingThatIsSaidHolds() {
    var model =
        AppModel.of(
            read(
                TEMPLATE
                    + """
                      replicas: 3
                      scaling:
                        minReplicas: 2
                        maxReplicas: 9
                        metrics: [{type: Connections, target: 100}, {type: RequestRate, target: 7}]
                        stableWindow: 1m30s
                        panicWindow: 500ms
                        keepUntilIdle: 10m
                        panicThresholdPercent: 150
                        holdWindow: 1h
                        holdPercentile: 90
                        scaleToZeroAfter: 2m
                        fallback: {after: 5m, replicas: 6}
                        behavior:
                          scaleUp: {selectPolicy: Disabled, tolerance: 0.2}
                          scaleDown:
                            stabilizationWindowSeconds: 300
                            selectPolicy: Min
                            policies:
                            - {type: Pods, value: 2, periodSeconds: 10}
                            - {type: Percent, value: 50, periodSeconds: 60}
                      routing:
                        hosts: [hello.localhost]
                        pathPrefixes: [/api]
                        loadBalancing: {policy: IPHash}
                        maxConcurrencyPerReplica: 8
                        queue: {maxRequests: 5, timeout: 1s}
                        timeouts: {connect: 1s, read: 2s, send: 3s, tunnel: 4s}
                        drainTimeout: 1h
                    """),
            4);

    assertThat(model.scaling())
        .isEqualTo(
            new ScalingPolicy(
                new FixedCount(3, "spec.replicas"),
                2,
                9,
                List.of(),
                List.of(
                    new Target(LoadMetric.CONNECTIONS, 100),
                    new Target(LoadMetric.REQUEST_RATE, 7)),
                Duration.ofSeconds(90),
                Duration.ofMillis(500),
                1.5,
                new Hold(Duration.ofHours(1), 0.9),
                new Fallback(Duration.ofMinutes(5), 6),
                Duration.ofMinutes(2),
                new ScalingRules(
                    Duration.ZERO,
                    ScalingRules.Select.DISABLED,
                    ScalingRules.DEFAULT_UP.rules(),
                    0.2),
                new ScalingRules(
                    Duration.ofMinutes(5),
                    ScalingRules.Select.MIN,
                    List.of(
                        new ScalingRule(ScalingRule.Unit.REPLICAS, 2, Duration.ofSeconds(10)),
                        new ScalingRule(ScalingRule.Unit.PERCENT, 50, Duration.ofSeconds(60))),
                    0.1)));
    assertThat(model.route())
        .isEqualTo(
            new AppRoute(
                "default/hello",
                List.of("hello.localhost"),
                List.of("/api"),
                0,
                AppRoute.Policy.IP_HASH,
                8,
                new QueueLimits(5, Duration.ofSeconds(1)),
                new Timeouts(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4)),
                List.of()));
    assertThat(model.drains())
        .isEqualTo(new DrainPolicy(Duration.ofHours(1), Duration.ofMinutes(10)));
  }

  @ParameterizedTest
  @CsvSource({
    "RoundRobin, ROUND_ROBIN",
    "LeastConnections, LEAST_CONNECTIONS",
    "LeastRequest, LEAST_REQUEST",
    "IPHash, IP_HASH",
    "ConsistentHash, CONSISTENT_HASH",
    "PeakEWMA, PEAK_EWMA",
    "Random, RANDOM"
  })
  void everyPolicyIsKnown(String name, AppRoute.Policy policy) {
    var app = read(TEMPLATE + "  routing: {loadBalancing: {policy: " + name + "}}\n");

    assertThat(AppModel.of(app, 4).route().policy()).isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource({"'', HTTP1", "protocol: HTTP1, HTTP1", "protocol: HTTP2, HTTP2"})
  void everyProtocolIsKnown(String said, AppRoute.Protocol protocol) {
    var app = read(TEMPLATE + "  routing: {" + said + "}\n");

    assertThat(AppModel.of(app, 4).route().protocol()).isEqualTo(protocol);
  }

  @Test
  void howRequestsAreSpreadIsInTheRoute() {
    var model =
        AppModel.of(
            read(
                TEMPLATE
                    + """
                      routing:
                        loadBalancing:
                          policy: ConsistentHash
                          hashKey: {type: Header, name: X-User}
                          loadBoundPercent: 150
                          slowStart: 20s
                        outlierDetection:
                          consecutiveFailures: 3
                          serverErrors: true
                          ejectionTime: 10s
                          maxEjectionTime: 1m
                          maxEjectionPercent: 50
                        retries:
                          attempts: 2
                          budgetPercent: 30
                          minRetriesPerSecond: 5
                          perTryTimeout: 4s
                        healthCheck: {path: /healthz, interval: 5s, timeout: 2s, rise: 1, fall: 2}
                        compression: {encodings: [br, gzip], minBytes: 200, types: [text/css], level: Fast}
                        cache:
                          maxBytes: 4000000
                          maxEntryBytes: 5000
                          bypass: {cookies: [Session], headers: [X-Preview]}
                        stickyCookie: {name: cart, path: /shop, maxAge: 8h, sameSite: Strict, secure: Always}
                        circuitBreaker:
                          failurePercent: 60
                          minRequests: 10
                          window: 30s
                          openFor: 2s
                          trialRequests: 1
                          serverErrors: false
                          maxRequestsInFlight: 1000
                          maxRetriesInFlight: 50
                    """),
            4);

    assertThat(model.route().traffic())
        .isEqualTo(
            new TrafficPolicy(
                new HashKey(HashKey.Source.HEADER, "x-user"),
                150,
                Duration.ofSeconds(20),
                new OutlierDetection(3, true, Duration.ofSeconds(10), Duration.ofMinutes(1), 50),
                new RetryPolicy(2, 30, 5, Duration.ofSeconds(4)),
                new HealthCheck("/healthz", Duration.ofSeconds(5), Duration.ofSeconds(2), 1, 2),
                new CompressionPolicy(
                    List.of(CompressionPolicy.Encoding.BR, CompressionPolicy.Encoding.GZIP),
                    200,
                    List.of("text/css"),
                    CompressionPolicy.Level.FAST),
                new CircuitBreakerPolicy(
                    60, 10, Duration.ofSeconds(30), Duration.ofSeconds(2), 1, false, 1000, 50),
                null,
                new CachePolicy(4_000_000, 5000, List.of("Session"), List.of("x-preview")),
                new StickyCookiePolicy(
                    "cart",
                    "/shop",
                    Duration.ofHours(8),
                    StickyCookiePolicy.SameSite.STRICT,
                    StickyCookiePolicy.Secure.ALWAYS,
                    ""),
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'replicas: 3' | false",
        "'suspend: true' | false",
        "'scaling: {metrics: [{type: Concurrency, target: 9}]}' | false",
        "'scaling: {metrics: [{type: Connections, target: 9}]}' | false",
        "'scaling: {metrics: [{type: Connections, target: 9}, {type: Concurrency}]}' | true",
        "'scaling: {maxReplicas: 3}' | true",
      })
  void answersAreMeasuredWhereATargetIsLearned(String field, boolean measured) {
    var model = AppModel.of(read(TEMPLATE + "  " + field + "\n"), 4);

    assertThat(model.route().measured()).isEqualTo(measured);
  }

  @Test
  void checkByGrpcIsInTheRoute() {
    var model =
        AppModel.of(
            read(
                """
                apiVersion: scaledapp.io/v1alpha1
                kind: ScaledApp
                metadata: {name: shop}
                spec:
                  endpoints: [{address: 10.0.0.7, port: 9000}]
                  routing:
                    protocol: HTTP2
                    healthCheck: {grpc: {service: shop.v1.Carts}}
                """),
            4);

    var check = HealthCheck.DEFAULT;
    assertThat(model.route().traffic().healthCheck())
        .isEqualTo(
            new HealthCheck(
                "",
                check.interval(),
                check.timeout(),
                check.rise(),
                check.fall(),
                new HealthCheck.Grpc("shop.v1.Carts")));
  }

  @Test
  void zonesAreInTheRoute() {
    var model =
        AppModel.of(
            read(
                """
                apiVersion: scaledapp.io/v1alpha1
                kind: ScaledApp
                metadata: {name: shop}
                spec:
                  endpoints: [{address: 10.0.0.7, port: 80, zone: west-a}, {address: 10.0.0.8, port: 80}]
                  routing:
                    loadBalancing: {zonePreference: {maxLoadPercent: 300}}
                """),
            4);

    assertThat(model.route().endpoints())
        .extracting(Endpoint::zone)
        .containsExactly(new Zone("west-a"), null);
    assertThat(model.route().traffic().zonePreference()).isEqualTo(new ZonePreference(300));
  }

  @Test
  void zonesOfReplicasAreToldWhereTheyMatter() {
    var replica =
        new Replica(
            "r",
            "default/shop",
            1,
            "r",
            Replica.Phase.READY,
            "10.0.0.7",
            3000,
            Instant.EPOCH,
            Instant.EPOCH,
            0,
            null,
            false,
            null,
            "west-a");
    var preferring = "  routing: {loadBalancing: {zonePreference: {}}}\n";

    assertThat(zoneOf(replica, AppModel.of(read(TEMPLATE), 4))).isNull();
    assertThat(zoneOf(replica, AppModel.of(read(TEMPLATE + preferring), 4)))
        .isEqualTo(new Zone("west-a"));
  }

  private static @Nullable Zone zoneOf(Replica replica, AppModel model) {
    return RouteMapping.withReplicas(model, List.of(replica), Map.of())
        .endpoints()
        .getFirst()
        .zone();
  }

  @Test
  void whatIsDoneWithRequestsIsInTheRoute() {
    var model =
        AppModel.of(
            read(
                TEMPLATE
                    + """
                      routing:
                        httpsRedirect: {statusCode: 301, port: 8443}
                        rewrite: {prefix: /v2}
                        access: {allow: [10.0.0.0/8], deny: ["::1"]}
                        clientLimits: {requestsPerSecond: 5, burst: 9, maxConcurrency: 3, header: Key}
                        limits: {maxBodyBytes: 1000, maxHeadBytes: 2000}
                        requestHeaders: {set: [{name: X-Env, value: prod}], remove: [X-Debug]}
                        responseHeaders: {add: [{name: Via, value: 1.1 lb}]}
                        errorPages: [{statuses: [503], body: Soon}, {contentType: a/b, body: X}]
                    """),
            4);

    assertThat(model.route().rules())
        .isEqualTo(
            new RequestRules(
                new RequestRules.HttpsRedirect(301, 8443),
                new RequestRules.PathRewrite("/v2"),
                new RequestRules.Access(List.of("10.0.0.0/8"), List.of("::1")),
                new RequestRules.ClientLimits(5, 9, 3, "Key"),
                new RequestRules.MessageLimits(1000, 2000),
                new RequestRules.HeaderEdits(
                    List.of(new RequestRules.Field("X-Env", "prod")),
                    List.of(),
                    List.of("X-Debug")),
                new RequestRules.HeaderEdits(
                    List.of(), List.of(new RequestRules.Field("Via", "1.1 lb")), List.of()),
                new RequestRules.ErrorPages(
                    List.of(
                        new RequestRules.ErrorPage(
                            List.of(503), "text/html; charset=utf-8", "Soon"),
                        new RequestRules.ErrorPage(List.of(), "a/b", "X")))));
  }

  @Test
  void ruleOfWhichNoMoreIsSaidHasItsDefaults() {
    var app =
        read(
            TEMPLATE
                + """
                  routing:
                    httpsRedirect: {}
                    access: {deny: ["::1"]}
                    clientLimits: {requestsPerSecond: 5}
                """);

    assertThat(AppModel.of(app, 4).route().rules())
        .isEqualTo(
            new RequestRules(
                new RequestRules.HttpsRedirect(308, 443),
                null,
                new RequestRules.Access(List.of(), List.of("::1")),
                new RequestRules.ClientLimits(5, 5, 0, ""),
                null,
                null,
                null));
  }

  @Test
  void fixedEndpointsAreInTheRoute() {
    var model =
        AppModel.of(
            read(
                """
                kind: ScaledApp
                metadata: {name: hello, namespace: shop}
                spec:
                  port: 80
                  endpoints: [{address: 10.0.0.1}, {address: "fd00::1", port: 81, weight: 3}]
                """),
            4);

    assertThat(model.id()).isEqualTo("shop/hello");
    assertThat(model.hasFixedEndpoints()).isTrue();
    assertThat(model.route().endpoints())
        .containsExactly(
            new Endpoint("10.0.0.1:80", "10.0.0.1", 80, 1, Endpoint.State.READY),
            new Endpoint("fd00::1:81", "fd00::1", 81, 3, Endpoint.State.READY));
  }

  @Test
  void theDefaultMaximumIsNeverBelowTheMinimum() {
    var model = AppModel.of(read(TEMPLATE + "  scaling: {minReplicas: 6}\n"), 2);

    assertThat(model.scaling().max()).isEqualTo(6);
  }

  @Test
  void aTemplateIsTheSameWhateverIsScaledOrRouted() {
    var one = AppModel.of(read(TEMPLATE), 4);
    var other = AppModel.of(read(TEMPLATE + "  replicas: 3\n  routing: {drainTimeout: 1s}\n"), 4);
    var changed = AppModel.of(read(TEMPLATE.replace("server.js", "app.js")), 4);
    var built = AppModel.of(read(TEMPLATE + "  local: {build: {command: [npm, ci]}}\n"), 4);

    assertThat(other.template()).isEqualTo(one.template());
    assertThat(changed.template()).isNotEqualTo(one.template());
    assertThat(built.template()).isNotEqualTo(one.template());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5h", "30", "", "1d", "-1s", "99999999999999999999h"})
  void aDurationThatIsNoneIsRefusedWithItsField(String duration) {
    var app = read(TEMPLATE + "  routing: {drainTimeout: \"" + duration + "\"}\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AppModel.of(app, 4))
        .withMessageStartingWith("spec.routing.drainTimeout: \"" + duration + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schedule: 0 25 * * *, timeZone: UTC | spec.jobs[0].schedule: must be minute",
        "schedule: 0 4 * * *, timeZone: Mars/Olympus | spec.jobs[0].timeZone: must be a name",
        "schedule: 0 4 * * *, timeZone: UTC, timeout: 1d | spec.jobs[0].timeout: \"1d\"",
      })
  void aJobThatHasNoTimesIsRefusedWithItsField(String fields, String words) {
    var job = "  jobs: [{name: tidy, command: [node, tidy.js], " + fields + "}]\n";
    var app = read(TEMPLATE + job);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AppModel.of(app, 4))
        .withMessageStartingWith(words);
  }

  @Test
  void neitherTemplateNorEndpointsIsRefused() {
    var app = read("kind: ScaledApp\nmetadata: {name: hello}\nspec: {port: 80}\n");

    assertThatIllegalArgumentException().isThrownBy(() -> AppModel.of(app, 4));
  }

  private static ScaledApp read(String yaml) {
    return new KubernetesSerialization().unmarshal(yaml, ScaledApp.class);
  }
}
