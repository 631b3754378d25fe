package io.scaledapp.operator.app.engine;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.crds.v1alpha1.Recycle;
import io.scaledapp.crds.v1alpha1.Rollout;
import io.scaledapp.crds.v1alpha1.Routing;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.crds.v1alpha1.Scaling;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.cookie.CookieKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An engine on a fake platform with one fake balancer, where time passes when the test says so. */
final class EngineFixture {
  static final CookieKeys COOKIE_KEYS = CookieKeys.of(new byte[CookieKeys.SECRET_BYTES]);

  static final String ID = "default/hello";

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  final FakePlatform platform = new FakePlatform(() -> now);
  final FakeBalancer balancer = new FakeBalancer("b1");
  final List<RoutingTable> tables = new ArrayList<>();
  final List<AppEvent> events = new ArrayList<>();
  final List<ScaledApp> statuses = new ArrayList<>();
  final AppEngine engine;

  EngineFixture() {
    this(AppSettings.local(10, () -> URI.create("http://127.0.0.1:8080"), COOKIE_KEYS));
  }

  EngineFixture(AppSettings settings) {
    var around =
        new Surroundings(platform, settings, () -> now, events::add, statuses::add, loop::add);
    engine = new AppEngine(around, this::publish);
    engine.lead(1, List.of());
    platform.onChange(app -> loop.add(() -> engine.replicasChanged(app)));
  }

  private void publish(RoutingTable table) {
    tables.add(table);
    balancer.table = table;
  }

  /** Runs what waits on the loop. */
  EngineFixture run() {
    while (!loop.isEmpty()) {
      loop.removeFirst().run();
    }
    return this;
  }

  /** Has something happen on the loop, in turn. */
  void post(Runnable task) {
    loop.add(task);
  }

  /** Lets time pass in which nothing happens. */
  void elapse(Duration time) {
    now = now.plus(time);
  }

  /** Lets seconds pass, with a report and a tick each; replicas stay as they are. */
  EngineFixture pass(int seconds) {
    for (var second = 0; second < seconds; second++) {
      now = now.plusSeconds(1);
      balancer.pass(1_000_000_000L);
      if (!balancer.silent) {
        deliver();
      }
      engine.tick();
      run();
    }
    return this;
  }

  /** Lets seconds pass in which replicas start and end within each of them. */
  EngineFixture live(int seconds) {
    for (var second = 0; second < seconds; second++) {
      pass(1);
      platform.settle();
      run();
    }
    return this;
  }

  /** A report beyond those of each second. */
  EngineFixture report() {
    now = now.plusMillis(10);
    balancer.pass(10_000_000L);
    return deliver();
  }

  private EngineFixture deliver() {
    engine.accept(balancer.report(), now);
    return run();
  }

  EngineFixture apply(ScaledApp app) {
    engine.apply(app);
    return run();
  }

  EngineFixture scale(@Nullable Integer replicas) {
    engine.scale("hello", replicas);
    return run();
  }

  Instant now() {
    return now;
  }

  ScaledAppStatus status() {
    return engine.list().getFirst().getStatus();
  }

  String lastReason() {
    var decision = Objects.requireNonNull(status().lastDecision());
    return Objects.requireNonNull(decision.reason());
  }

  Condition condition(String type) {
    return Objects.requireNonNull(status().conditions()).stream()
        .filter(one -> one.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  List<AppEvent.Kind> kinds() {
    return events.stream().map(AppEvent::kind).toList();
  }

  List<String> endpoints(Endpoint.State state) {
    return tables.getLast().apps().stream()
        .flatMap(app -> app.endpoints().stream())
        .filter(one -> one.state() == state)
        .map(Endpoint::id)
        .toList();
  }

  static ScaledApp app(String image) {
    return app(image, null, null);
  }

  static ScaledApp app(String image, @Nullable Integer replicas, @Nullable Scaling scaling) {
    return app(image, replicas, scaling, null);
  }

  /** One whose replicas are replaced when they use more memory than {@code recycle} says. */
  static ScaledApp app(
      String image,
      @Nullable Integer replicas,
      @Nullable Scaling scaling,
      @Nullable Recycle recycle) {
    var app = new ScaledApp();
    app.setMetadata(new ObjectMetaBuilder().withName("hello").build());
    var container = new ContainerBuilder().withName("hello").withImage(image).build();
    var template =
        new PodTemplateSpecBuilder().withNewSpec().withContainers(container).endSpec().build();
    var routing =
        new Routing(
            List.of("hello.localhost"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    app.setSpec(
        new ScaledAppSpec(
            template, null, null, 8080, replicas, null, scaling, routing, null, null, recycle, null,
            null));
    return app;
  }

  /** The same with a way in which revisions take each other's place. */
  static ScaledApp appWithRollout(String image, int replicas, @Nullable Rollout rollout) {
    var app = app(image, replicas, (Scaling) null);
    var spec = app.getSpec();
    app.setSpec(
        new ScaledAppSpec(
            spec.template(),
            null,
            null,
            spec.port(),
            spec.replicas(),
            null,
            null,
            spec.routing(),
            rollout,
            null,
            null,
            null,
            null));
    return app;
  }

  /** Scaling with a short stable window, so that tests need not wait long. */
  static Scaling scaling(int min, int max) {
    return new Scaling(
        min, max, null, "10s", "3s", null, "0s", null, "20s", null, null, null, null);
  }
}
