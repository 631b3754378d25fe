package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.Endpoint;
import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.UnknownAppException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine on its own thread and in real time. */
@Timeout(30)
class AppLifecycleTest {

  private final FakePlatform platform = new FakePlatform(InstantSource.system());
  private final BlockingQueue<RoutingTable> tables = new LinkedBlockingQueue<>();
  private final AppLifecycle lifecycle =
      AppLifecycle.start(
          platform,
          AppSettings.local(
              4, () -> URI.create("http://127.0.0.1:8080"), EngineFixture.COOKIE_KEYS),
          InstantSource.system(),
          tables::add);

  private RoutingTable last = RoutingTable.EMPTY;

  @BeforeEach
  void lead() throws Exception {
    lifecycle.lead(1, List.of()).toCompletableFuture().get(5, SECONDS);
  }

  @AfterEach
  void close() {
    lifecycle.close();
  }

  @Test
  void readinessAndDeathReachTheRoutingTableBeforeTheNextTick() throws Exception {
    lifecycle.apply(app("v1")).toCompletableFuture().get(5, SECONDS);
    awaitAlive(1, 1);

    var start = System.nanoTime();
    platform.ready("r1");
    awaitTable(AppLifecycleTest::hasReadyEndpoint);
    platform.crash("r1");
    awaitTable(table -> !hasReadyEndpoint(table));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void ticksBringAppsForwardByThemselves() throws Exception {
    lifecycle.apply(app("v1", 2, null)).toCompletableFuture().get(5, SECONDS);
    awaitAlive(1, 2);
    platform.settle();
    awaitTable(table -> endpoints(table, State.READY) == 2);
    lifecycle.scale("hello", 1).toCompletableFuture().get(5, SECONDS);
    awaitTable(table -> endpoints(table, State.DRAINING) == 1);

    // Two reports prove that nothing is in flight; after them only the tick can act.
    report(1);
    report(2);
    awaitTable(table -> endpoints(table, State.DRAINING) == 0);
  }

  @Test
  void aBuildWithoutEndHoldsUpNobody() throws Exception {
    var neverDone = platform.holdBuild(1);
    lifecycle.apply(app("v1")).toCompletableFuture().get(5, SECONDS);

    lifecycle.reload("hello");
    lifecycle.scale("hello", 2).toCompletableFuture().get(5, SECONDS);

    awaitAlive(2, 2);
    assertThat(neverDone).as("outdated, so ended").isCancelled();
  }

  @Test
  void aListenerHearsWhatHappensAndASlowOneHoldsUpNobody() throws Exception {
    var heard = new LinkedBlockingQueue<AppEvent>();
    var never = new CountDownLatch(1);
    try (var slow = lifecycle.onEvent(event -> await(never));
        var quick = lifecycle.onEvent(heard::add)) {
      assertThat(slow).isNotSameAs(quick);
      lifecycle.apply(app("v1")).toCompletableFuture().get(5, SECONDS);
      awaitAlive(1, 1);
      platform.ready("r1");

      var event = heard.poll(5, SECONDS);
      while (event != null && event.kind() != Kind.READY) {
        event = heard.poll(5, SECONDS);
      }
      assertThat(event).isNotNull();
      assertThat(event.message()).isEqualTo("answers at http://hello.localhost:8080/");
    }
  }

  @Test
  void failuresAreToldByTheirOwnException() throws Exception {
    var invalid = app("v1");
    invalid.setSpec(null);

    assertThat(failureOf(lifecycle.scale("nobody", 1))).isInstanceOf(UnknownAppException.class);
    assertThat(failureOf(lifecycle.apply(invalid))).isInstanceOf(AppOperationException.class);
  }

  private static Throwable failureOf(CompletionStage<?> stage) throws Exception {
    return stage
        .<Throwable>handle((value, failure) -> failure)
        .toCompletableFuture()
        .get(5, SECONDS);
  }

  @Test
  void whoeverWaitsIsToldOfTheEnd() throws Exception {
    lifecycle.apply(app("v1")).toCompletableFuture().get(5, SECONDS);
    var reload = lifecycle.reload("hello").toCompletableFuture();

    lifecycle.close();

    assertThat(reload).failsWithin(Duration.ofSeconds(5));
    assertThat(lifecycle.delete("hello").toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
  }

  private void report(int second) throws InterruptedException {
    var table = last;
    var balancer = new FakeBalancer("b1");
    balancer.table = table;
    balancer.pass(second * 1_000_000_000L);
    LoadReport report = balancer.report();
    // A report of the same millisecond as the drain proves nothing.
    awaitClockPast(InstantSource.system().millis());
    lifecycle.onReport(report);
  }

  private void awaitTable(Predicate<RoutingTable> condition) throws InterruptedException {
    while (!condition.test(last)) {
      var next = tables.poll(10, SECONDS);
      assertThat(next).as("a table as awaited").isNotNull();
      last = next;
    }
  }

  /** The time-out of the test is the deadline. */
  private void awaitAlive(int revision, int replicas) {
    while (platform.alive(revision).size() != replicas) {
      Thread.onSpinWait();
    }
  }

  private static void awaitClockPast(long millis) {
    while (InstantSource.system().millis() <= millis) {
      Thread.onSpinWait();
    }
  }

  private static boolean hasReadyEndpoint(RoutingTable table) {
    return endpoints(table, State.READY) > 0;
  }

  private static long endpoints(RoutingTable table, State state) {
    return table.apps().stream()
        .flatMap(app -> app.endpoints().stream())
        .map(Endpoint::state)
        .filter(state::equals)
        .count();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
