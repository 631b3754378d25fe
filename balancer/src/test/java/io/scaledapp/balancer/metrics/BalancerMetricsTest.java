package io.scaledapp.balancer.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.EndpointLoad;
import io.scaledapp.balancer.control.LoadReport;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BalancerMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final BalancerMetrics metrics = new BalancerMetrics(registry);

  @Test
  void reportIsWhatTheMetersShow() {
    metrics.accept(
        report(
            new AppLoad(
                "shop/web", 100, 5, 7, 3, 40, 2, List.of(new EndpointLoad("pod-a", 4, 1, 60, 9)))));

    assertThat(registry.get("scaledapp.balancer.requests").functionCounter().count())
        .isEqualTo(100);
    assertThat(gauge("concurrency")).isEqualTo(7);
    assertThat(gauge("queued")).isEqualTo(3);
    assertThat(gauge("connections")).isEqualTo(40);
    assertThat(registry.get("scaledapp.balancer.refused").functionCounter().count()).isEqualTo(2);
  }

  @Test
  void laterReportReplacesTheEarlier() {
    metrics.accept(report(app("shop/web", 1, "pod-a")));
    metrics.accept(report(app("shop/web", 2, "pod-a")));

    assertThat(gauge("concurrency")).isEqualTo(2);
  }

  @Test
  void statusOfAnEndpointIsWhatItsMetersShow() {
    var load = new EndpointLoad("pod-a", 4, 1, 60, 9);
    metrics.endpoints(List.of(new EndpointStatus("shop/web", load, 0.5, true, false, 7, 3)));

    assertThat(gauge("endpoint.concurrency")).isEqualTo(4);
    assertThat(gauge("endpoint.tunnels")).isEqualTo(1);
    assertThat(gauge("endpoint.weight")).isEqualTo(0.5);
    assertThat(gauge("endpoint.ejected")).isEqualTo(1);
    assertThat(gauge("endpoint.healthy")).isZero();
    assertThat(gauge("endpoint.connections")).isEqualTo(7);
    assertThat(gauge("endpoint.connections.idle")).isEqualTo(3);
    assertThat(registry.get("scaledapp.balancer.endpoint.requests").functionCounter().count())
        .isEqualTo(60);
    assertThat(
            registry
                .get("scaledapp.balancer.endpoint.failures")
                .tags("app", "shop/web", "endpoint", "pod-a")
                .functionCounter()
                .count())
        .isEqualTo(9);
  }

  @Test
  void metersOfACircuitBreakerShowItsStateAndGoWithIt() {
    metrics.circuits(List.of(new CircuitStatus("shop/web", CircuitStatus.State.CLOSED, 0)));
    assertThat(gauge("circuit.state")).isZero();
    metrics.circuits(List.of(new CircuitStatus("shop/web", CircuitStatus.State.OPEN, 3)));
    assertThat(gauge("circuit.state")).isEqualTo(2);
    assertThat(registry.get("scaledapp.balancer.circuit.openings").functionCounter().count())
        .isEqualTo(3);

    metrics.circuits(List.of());
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void laterStatusReplacesTheEarlier() {
    metrics.endpoints(List.of(status("shop/web", "pod-a", 1)));
    metrics.endpoints(List.of(status("shop/web", "pod-a", 2)));

    assertThat(gauge("endpoint.connections")).isEqualTo(2);
  }

  @Test
  void metersGoWithTheirEndpoint() {
    metrics.endpoints(List.of(status("shop/web", "pod-a", 0), status("shop/web", "pod-b", 0)));
    metrics.endpoints(List.of(status("shop/web", "pod-b", 0), status("shop/web", "pod-c", 0)));
    assertThat(tagValues("endpoint")).containsExactlyInAnyOrder("pod-b", "pod-c");

    metrics.endpoints(List.of());
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void endpointsBeyondTheBoundHaveNoMetersUntilOthersGo() {
    int bound = EndpointMeters.MAX_ENDPOINTS;
    metrics.endpoints(statuses(0, bound + 5));
    assertThat(tagValues("endpoint")).hasSize(bound).doesNotContain("pod-" + bound);
    assertThat(gauge("endpoints.unmetered")).isEqualTo(5);

    metrics.endpoints(statuses(2, bound + 5));
    assertThat(tagValues("endpoint")).hasSize(bound).contains("pod-" + bound);
    assertThat(gauge("endpoints.unmetered")).isEqualTo(3);

    metrics.endpoints(statuses(0, 1));
    assertThat(gauge("endpoints.unmetered")).isZero();
  }

  private static List<EndpointStatus> statuses(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> status("shop/web", "pod-" + i, 0)).toList();
  }

  private static EndpointStatus status(String app, String endpoint, int connections) {
    var load = new EndpointLoad(endpoint, 0, 0, 0, 0);
    return new EndpointStatus(app, load, 1, false, true, connections, 0);
  }

  @Test
  void waitsInTheQueueAreAHistogram() {
    metrics.waited("shop/web", TimeUnit.MILLISECONDS.toNanos(3));
    metrics.waited("shop/web", TimeUnit.MILLISECONDS.toNanos(7));

    var waits = registry.get("scaledapp.balancer.queue.wait").tag("app", "shop/web").timer();
    assertThat(waits.count()).isEqualTo(2);
    assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isCloseTo(10, within(0.001));
  }

  @Test
  void healthChecksAreCountedByTheirOutcome() {
    metrics.checked("shop/web", true);
    metrics.checked("shop/web", false);
    metrics.checked("shop/web", false);

    var checks = registry.get("scaledapp.balancer.health.checks");
    assertThat(checks.tag("outcome", "passed").counter().count()).isEqualTo(1);
    assertThat(
            registry
                .get("scaledapp.balancer.health.checks")
                .tag("outcome", "failed")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void spansAreCountedByWhatBecameOfThem() {
    metrics.spansExported(3);
    metrics.spansLost(RequestRecorder.SpanLoss.QUEUE_FULL, 2);

    assertThat(registry.get("scaledapp.balancer.spans.exported").counter().count()).isEqualTo(3);
    assertThat(
            registry
                .get("scaledapp.balancer.spans.lost")
                .tag("reason", "queue_full")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void metersGoWithTheirApp() {
    metrics.accept(report(app("shop/web", 1, "pod-a"), app("shop/api", 1, "pod-b")));
    metrics.record("shop/web", 2, 1);
    metrics.retried("shop/web");
    metrics.waited("shop/web", 1);
    metrics.checked("shop/web", true);
    metrics.record("shop/api", 2, 1);

    metrics.accept(report(app("shop/api", 1, "pod-b")));
    metrics.accept(report(app("shop/api", 1, "pod-b")));

    assertThat(tagValues("app")).containsExactly("shop/api");
  }

  @Test
  void failuresAreCountedByTheirReason() {
    metrics.failed("no_app");
    metrics.failed("no_app");
    metrics.failed("queue_full");

    assertThat(
            registry.get("scaledapp.balancer.failures").tag("reason", "no_app").counter().count())
        .isEqualTo(2);
    assertThat(tagValues("reason")).containsExactlyInAnyOrder("no_app", "queue_full");
  }

  @Test
  void bytesOfAnAppThatSpeaksTcpAreCounted() {
    metrics.accept(report(app("shop/mail", 1, "pod-a")));
    metrics.passed("shop/mail", RequestRecorder.Direction.RECEIVED, 10);
    metrics.passed("shop/mail", RequestRecorder.Direction.RECEIVED, 5);
    metrics.passed("shop/mail", RequestRecorder.Direction.SENT, 7);

    assertThat(registry.get("scaledapp.balancer.tcp.received.bytes").counter().count())
        .isEqualTo(15);
    assertThat(registry.get("scaledapp.balancer.tcp.sent.bytes").counter().count()).isEqualTo(7);
  }

  @Test
  void answersOfAnAppAreNotLostWhileItsFirstReportIsUnderWay() {
    metrics.record("shop/web", 2, 1);
    metrics.accept(report());
    metrics.accept(report(app("shop/web", 0)));
    metrics.accept(report());
    metrics.record("shop/web", 2, 1);

    assertThat(registry.get("scaledapp.balancer.requests.duration").timer().count()).isEqualTo(2);
  }

  @Test
  void answersAfterAnAppIsGoneAreForgottenToo() {
    metrics.accept(report(app("shop/web", 0)));
    metrics.accept(report());
    metrics.accept(report());
    metrics.record("shop/web", 2, 1);
    metrics.accept(report());
    metrics.accept(report());

    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void answersThatNoAppGaveStay() {
    metrics.record(RequestRecorder.NO_APP, 4, 1);
    metrics.accept(report());
    metrics.accept(report());

    assertThat(registry.get("scaledapp.balancer.requests.duration").timer().count()).isEqualTo(1);
  }

  @Test
  void answersAreCountedByStatusClassWithTheirDurations() {
    metrics.record("shop/web", 2, TimeUnit.MILLISECONDS.toNanos(3));
    metrics.record("shop/web", 2, TimeUnit.MILLISECONDS.toNanos(300));
    metrics.record("shop/web", 5, TimeUnit.SECONDS.toNanos(1));

    var good = registry.get("scaledapp.balancer.requests.duration").tag("status", "2xx").timer();
    assertThat(good.count()).isEqualTo(2);
    assertThat(good.totalTime(TimeUnit.MILLISECONDS)).isCloseTo(303, within(0.001));
    assertThat(good.takeSnapshot().histogramCounts())
        .filteredOn(bucket -> bucket.bucket(TimeUnit.MILLISECONDS) == 5)
        .singleElement()
        .satisfies(bucket -> assertThat(bucket.count()).isEqualTo(1));
    assertThat(
            registry
                .get("scaledapp.balancer.requests.duration")
                .tag("status", "5xx")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void retriesAreCounted() {
    metrics.retried("shop/web");
    metrics.retried("shop/web");

    assertThat(registry.get("scaledapp.balancer.retries").counter().count()).isEqualTo(2);
  }

  @Test
  void requestsAreCountedByHowTheyFaredInTheCache() {
    metrics.cached("shop/web", CacheResult.HIT);
    metrics.cached("shop/web", CacheResult.HIT);
    metrics.cached("shop/web", CacheResult.MISS);
    metrics.cacheBytes(() -> 7L);

    assertThat(
            registry
                .get("scaledapp.balancer.cache.requests")
                .tags("app", "shop/web", "result", "hit")
                .counter()
                .count())
        .isEqualTo(2);
    assertThat(gauge("cache")).isEqualTo(7);
  }

  @Test
  void ejectionsAreCounted() {
    metrics.ejected("shop/web");

    assertThat(registry.get("scaledapp.balancer.ejections").counter().count()).isEqualTo(1);
  }

  @Test
  void clientConnectionsAreReadAtEachScrape() {
    int[] open = {3};
    metrics.clientConnections(() -> open[0]);
    open[0] = 4;

    assertThat(gauge("client.connections")).isEqualTo(4);
  }

  @Test
  void answersOfAllThreadsAreCounted() throws Exception {
    Callable<@Nullable Void> loop =
        () -> {
          IntStream.range(0, 10_000).forEach(i -> metrics.record("shop/web", 1 + i % 5, i));
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var done : threads.invokeAll(List.of(loop, loop, loop, loop))) {
        done.get();
      }
    }

    assertThat(registry.find("scaledapp.balancer.requests.duration").timers())
        .hasSize(5)
        .allSatisfy(timer -> assertThat(timer.count()).isEqualTo(8_000));
  }

  private double gauge(String name) {
    return registry.get("scaledapp.balancer." + name).gauge().value();
  }

  private List<String> tagValues(String tag) {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .map(id -> id.getTag(tag))
        .filter(value -> value != null)
        .distinct()
        .toList();
  }

  private static LoadReport report(AppLoad... apps) {
    return new LoadReport("balancer", "1", 0, List.of(apps), List.of());
  }

  private static AppLoad app(String name, int concurrency, String... endpoints) {
    var loads = List.of(endpoints).stream().map(id -> new EndpointLoad(id, 0, 0, 0, 0)).toList();
    return new AppLoad(name, 0, 0, concurrency, 0, 0, 0, loads);
  }
}
