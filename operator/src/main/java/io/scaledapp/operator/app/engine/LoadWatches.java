package io.scaledapp.operator.app.engine;

import io.scaledapp.balancer.control.AppLoad;
import io.scaledapp.balancer.control.LoadReport;
import io.scaledapp.operator.autoscaler.LoadSample;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The load on every app that a balancer speaks of, whether apps are run here or another operator
 * leads: who takes over begins with a history. Confined to one thread.
 */
final class LoadWatches {

  /** What is kept of an app that is not run here: enough for the default stable window. */
  private static final Duration KEPT_MEANWHILE = Duration.ofMinutes(1);

  /** An app that is not run here, and that no balancer speaks of for this time, is gone. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final Map<String, LoadWatch> watches = new HashMap<>();
  private Set<String> expected = Set.of();

  LoadWatch of(String app) {
    return watches.computeIfAbsent(app, name -> watch());
  }

  void accept(LoadReport report, AppLoad load, Instant receivedAt) {
    of(load.app()).accept(report, load, receivedAt);
  }

  /**
   * Adds this second's sample of each.
   *
   * @param window the stable window of an app that is run here; null of another
   */
  void sample(Instant now, Function<String, @Nullable Duration> window) {
    // Most apps are idle, and the samples of a minute of thousands of them are alike.
    LoadSample latest = null;
    for (var all = watches.entrySet().iterator(); all.hasNext(); ) {
      var one = all.next();
      var keep = window.apply(one.getKey());
      latest = one.getValue().sample(now, keep == null ? KEPT_MEANWHILE : keep, latest);
      if (keep == null && isForgotten(one.getValue(), now)) {
        all.remove();
      }
    }
  }

  void remove(String app) {
    watches.remove(app);
  }

  void forget(String balancer) {
    watches.values().forEach(watch -> watch.forget(balancer));
  }

  void expect(Set<String> balancers) {
    expected = Set.copyOf(balancers);
    watches.values().forEach(watch -> watch.expect(expected));
  }

  private LoadWatch watch() {
    var watch = new LoadWatch();
    watch.expect(expected);
    return watch;
  }

  private static boolean isForgotten(LoadWatch watch, Instant now) {
    return watch.reportedAt().isBefore(now.minus(FORGOTTEN_AFTER));
  }
}
