package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.model.AppModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which port of the balancers is which app's. Status keeps it, so that it outlives every operator.
 * Ports go round, so that one is not given away again soon after its app went, when a slice or a
 * table may still name it. Any thread.
 */
public final class AppPorts {

  /** Below the ephemeral ports of Linux, which begin at 32768. */
  static final int FIRST = 20_000;

  static final int LAST = 32_767;

  private static final Duration QUARANTINE = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Map<Integer, String> apps = new HashMap<>();
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<Integer, Instant> released = new HashMap<>();
  private int next = FIRST;

  public AppPorts(InstantSource clock) {
    this.clock = clock;
  }

  /** Begins anew with the ports that the status of each app keeps; of two, the older has it. */
  public synchronized void restore(List<ScaledApp> all) {
    apps.clear();
    ports.clear();
    all.stream()
        .sorted(Comparator.comparing(app -> app.getMetadata().getCreationTimestamp()))
        .forEach(this::keep);
    next = apps.keySet().stream().max(Comparator.naturalOrder()).orElse(FIRST - 1) + 1;
  }

  /**
   * The app's port.
   *
   * @throws IllegalStateException if every port is taken
   */
  public synchronized int of(ScaledApp app) {
    keep(app);
    return ports.computeIfAbsent(AppModel.id(app), this::take);
  }

  /** The app is gone. */
  public synchronized void release(String app) {
    var port = ports.remove(app);
    if (port != null) {
      apps.remove(port);
      released.put(port, clock.instant());
    }
  }

  private void keep(ScaledApp app) {
    var id = AppModel.id(app);
    var status = app.getStatus();
    if (status != null && status.port() != null && !ports.containsKey(id)) {
      if (isInRange(status.port()) && apps.putIfAbsent(status.port(), id) == null) {
        ports.put(id, status.port());
      }
    }
  }

  private int take(String app) {
    released.values().removeIf(at -> at.plus(QUARANTINE).isBefore(clock.instant()));
    for (var tried = FIRST; tried <= LAST; tried++) {
      var port = next > LAST ? FIRST : next;
      next = port + 1;
      if (!released.containsKey(port) && apps.putIfAbsent(port, app) == null) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no port is left for another app: balancers have %d to %d, one for each ScaledApp"
            .formatted(FIRST, LAST));
  }

  private static boolean isInRange(int port) {
    return port >= FIRST && port <= LAST;
  }
}
