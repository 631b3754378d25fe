package io.scaledapp.operator.app.engine;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.balancer.control.RoutingTable;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.app.ListedReplica;
import io.scaledapp.operator.app.ListedRevision;
import io.scaledapp.operator.app.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs apps on a platform: brings everything that happens onto one loop, and ticks each second.
 *
 * <p>It owns neither the platform nor the balancers. To end without a lost request, close the
 * balancer first, then this, then the platform.
 */
public final class AppLifecycle implements Apps, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AppLifecycle.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("app-lifecycle").daemon().unstarted(task));
  private final EventFeed events = new EventFeed();
  private final Set<Question<?>> unanswered = ConcurrentHashMap.newKeySet();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final AppEngine engine;
  private volatile Consumer<ScaledApp> statuses = app -> {};

  private AppLifecycle(
      Platform platform, AppSettings settings, InstantSource clock, Consumer<RoutingTable> tables) {
    this.clock = clock;
    var around =
        new Surroundings(
            platform, settings, clock, events::publish, app -> statuses.accept(app), this::post);
    this.engine = new AppEngine(around, tables);
  }

  /**
   * Begins without apps: it only keeps the history of their load until it is to {@link #lead}.
   *
   * @param clock best a {@link SteadyClock}: one that is set back or leaps upsets every deadline
   * @param tables is given each routing table, on the loop: it must return at once
   */
  public static AppLifecycle start(
      Platform platform, AppSettings settings, InstantSource clock, Consumer<RoutingTable> tables) {
    var lifecycle = new AppLifecycle(platform, settings, clock, tables);
    platform.onChange(lifecycle::replicasChanged);
    platform.onJobFailure(
        (app, words) -> lifecycle.post(() -> lifecycle.engine.jobFailed(app, words)));
    var unused =
        lifecycle.loop.scheduleWithFixedDelay(
            lifecycle.guarded(lifecycle.engine::tick),
            TICK.toMillis(),
            TICK.toMillis(),
            TimeUnit.MILLISECONDS);
    return lifecycle;
  }

  /**
   * Begins to run apps.
   *
   * @param term of the routing tables, higher than any leader's before
   * @param all the apps that there are, of which the first routing table has all
   */
  public CompletionStage<Void> lead(long term, List<ScaledApp> all) {
    return ask(
        () -> {
          engine.lead(term, all);
          return completedStage(null);
        });
  }

  /**
   * Tells who has the app's own name in the cluster in its place, in words for a person; null when
   * the app has it. Any thread.
   */
  public void onNameTaken(String app, @Nullable String problem) {
    post(() -> engine.nameTaken(app, problem));
  }

  /** Leads on with a term above this one, which balancers hold, unless its own is above it. */
  public void outbid(long term) {
    post(() -> engine.outbid(term));
  }

  /** Lets go of every app; replicas stay as they are. Completes when nothing acts any more. */
  public CompletionStage<Void> follow() {
    return ask(
        () -> {
          engine.follow();
          return completedStage(null);
        });
  }

  /** Takes in what a balancer saw; any thread. */
  public void onReport(LoadReport report) {
    var receivedAt = clock.instant();
    post(() -> engine.accept(report, receivedAt));
  }

  /** Leaves a balancer's load out from here on; only for one that is gone for certain. */
  public void onBalancerGone(String balancer) {
    post(() -> engine.forget(balancer));
  }

  /** Takes in that a balancer has a routing table in force; any thread. */
  public void onTable(String balancer, long term, long sequence) {
    post(() -> engine.acknowledged(balancer, term, sequence));
  }

  /** Names the balancers that serve: the load is not known while one of them has not reported. */
  public void onBalancers(Set<String> serving) {
    var copy = Set.copyOf(serving);
    post(() -> engine.expect(copy));
  }

  @Override
  public CompletionStage<ScaledApp> apply(ScaledApp app) {
    return ask(() -> completedStage(engine.apply(app)));
  }

  @Override
  public CompletionStage<Void> delete(String name) {
    return ask(() -> engine.delete(name));
  }

  @Override
  public CompletionStage<ScaledApp> scale(String name, @Nullable Integer replicas) {
    return ask(() -> completedStage(engine.scale(name, replicas)));
  }

  @Override
  public CompletionStage<Void> reload(String name) {
    return ask(() -> engine.reload(name));
  }

  @Override
  public CompletionStage<String> rollback(String name, @Nullable Integer revision) {
    return ask(() -> completedStage(engine.rollback(name, revision)));
  }

  @Override
  public List<ScaledApp> list() {
    return engine.list();
  }

  @Override
  public List<ListedReplica> replicas(String name) {
    return engine.replicas(name);
  }

  @Override
  public List<ListedRevision> history(String name) {
    return engine.history(name);
  }

  @Override
  public void reject(String name, String problem) {
    post(() -> engine.reject(name, problem));
  }

  /**
   * Says in its status and as an event why an app cannot be run, while the last good one of that
   * name, if any, stays in force.
   */
  public void refuse(ScaledApp app, String problem) {
    post(() -> engine.refuse(app, problem));
  }

  @Override
  public Subscription onEvent(Consumer<AppEvent> listener) {
    return events.subscribe(listener);
  }

  /**
   * Names the one listener that is given each app whose status is another than before, on the loop:
   * it must return at once.
   */
  public void onStatus(Consumer<ScaledApp> listener) {
    statuses = listener;
  }

  /** Ends the loop. Replicas go on running: they are the platform's to stop. */
  @Override
  public void close() {
    loop.shutdownNow();
    unanswered.forEach(Question::tooLate);
    events.close();
  }

  private void replicasChanged(String app) {
    if (changed.add(app)) {
      post(
          () -> {
            changed.remove(app);
            engine.replicasChanged(app);
          });
    }
  }

  private void post(Runnable task) {
    try {
      loop.execute(guarded(task));
    } catch (RejectedExecutionException closed) {
      log.atDebug().log("the loop has ended");
    }
  }

  private <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> what) {
    var question = new Question<>(what);
    unanswered.add(question);
    var unused = question.answer().whenComplete((value, failure) -> unanswered.remove(question));
    try {
      loop.execute(question);
    } catch (RejectedExecutionException closed) {
      question.tooLate();
    }
    return question.answer();
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException broken) {
        log.atError().setCause(broken).log("a task of the app loop failed");
      }
    };
  }
}
