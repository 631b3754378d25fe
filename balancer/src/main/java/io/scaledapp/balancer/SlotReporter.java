package io.scaledapp.balancer;

import io.scaledapp.balancer.control.SlotGrants;
import io.scaledapp.balancer.control.SlotGrants.AppGrants;
import io.scaledapp.balancer.control.SlotUsage;
import io.scaledapp.balancer.control.SlotUsage.AppUsage;
import io.scaledapp.balancer.upstream.App;
import io.scaledapp.balancer.upstream.Apps;
import io.scaledapp.balancer.upstream.SlotListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes granted slots, and tells what the balancer has and uses of them: what is urgent within
 * milliseconds, and other changes some times a second. An app without a limit, or without requests,
 * costs nothing. Any thread.
 */
final class SlotReporter implements SlotListener {
  private static final Logger log = LoggerFactory.getLogger(SlotReporter.class);

  /** A thousand requests without a slot are one reason to tell, not a thousand. */
  private static final Duration COALESCE = Duration.ofMillis(5);

  /** How old the leader's knowledge may be of what is not urgent. */
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Consumer<SlotUsage> usages;
  private final Set<App> watched = ConcurrentHashMap.newKeySet();
  private final Set<String> due = ConcurrentHashMap.newKeySet();

  /** The apps of which the leader knows that requests wait. */
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean soon = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("scaledapp-slot-usage").daemon().factory());

  /** What was told last of the watched apps; guarded by this. */
  private final Map<String, AppUsage> told = new HashMap<>();

  private volatile @Nullable Apps apps;

  /**
   * Tells nothing before {@link #start}.
   *
   * @param usages is given each message, one after the other; it must not block
   */
  SlotReporter(Consumer<SlotUsage> usages) {
    this.usages = usages;
  }

  /** Begins to tell of these apps. */
  void start(Apps apps) {
    this.apps = apps;
  }

  /** Takes the grants unless they are outdated, and tells that. */
  synchronized void take(SlotGrants grants) {
    var apps = this.apps;
    if (apps != null && apps.grant(grants)) {
      tell(apps, grants.begins() ? apps.withSlots() : names(grants));
    }
  }

  private static List<String> names(SlotGrants grants) {
    return grants.apps().stream().map(AppGrants::app).toList();
  }

  /** Tells at once what is urgent. */
  synchronized void tellUrgent() {
    var apps = this.apps;
    var names = Set.copyOf(due);
    due.removeAll(names);
    if (apps != null && !names.isEmpty() && apps.isGranted()) {
      tell(apps, names);
    }
  }

  void close() {
    executor.shutdownNow();
  }

  @Override
  public void waits(App app) {
    inUse(app);
    // How many is not urgent: whoever gets a slot tells it.
    if (!waiting.contains(app.name())) {
      exceeded(app);
    }
  }

  @Override
  public void exceeded(App app) {
    if (due.add(app.name()) && soon.compareAndSet(false, true)) {
      later(
          COALESCE,
          () -> {
            soon.set(false);
            tellUrgent();
          });
    }
  }

  @Override
  public void inUse(App app) {
    watched.add(app);
    watch();
  }

  private void watch() {
    if (watching.compareAndSet(false, true)) {
      later(
          PERIOD,
          () -> {
            watching.set(false);
            look();
            if (!watched.isEmpty()) {
              watch();
            }
          });
    }
  }

  /** Tells of the watched apps that use other slots than before. */
  private synchronized void look() {
    var apps = this.apps;
    if (apps == null) {
      return;
    }
    var quiet = new HashSet<String>();
    for (App app : watched) {
      // Out before the look: a request may have it in again meanwhile.
      watched.remove(app);
      if (app.isStillWatched()) {
        watched.add(app);
      } else {
        quiet.add(app.name());
      }
    }
    if (apps.isGranted()) {
      var names = new HashSet<>(quiet);
      watched.forEach(app -> names.add(app.name()));
      names.removeIf(name -> apps.usageOf(name).equals(told.get(name)));
      if (!names.isEmpty()) {
        tell(apps, names);
      }
    }
  }

  private void tell(Apps apps, Collection<String> names) {
    for (SlotUsage usage : apps.usage(names)) {
      usage.apps().forEach(this::remember);
      usages.accept(usage);
    }
  }

  private void remember(AppUsage app) {
    if (app.waiting() > 0) {
      waiting.add(app.app());
    } else {
      waiting.remove(app.app());
    }
    if (app.waiting() > 0 || app.endpoints().stream().anyMatch(one -> one.used() > 0)) {
      told.put(app.app(), app);
    } else {
      told.remove(app.app());
    }
  }

  private void later(Duration delay, Runnable task) {
    try {
      var unused = executor.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.atDebug().log("not told: the balancer is closed");
    }
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("the use of slots could not be told; it is told again");
      }
    };
  }
}
