package io.scaledapp.operator.platform.kubernetes.memory;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.model.AppModel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of apps' pods, by one request for each namespace in 15 s, which is as often as the
 * metrics server itself looks; on a thread of its own, for as long as somebody asks. Any thread may
 * ask.
 */
public final class PodMemory implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(15);

  /** Who has not asked for so long is not waiting for an answer. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final InstantSource clock;
  private final Duration period;
  private final Map<String, Asked> namespaces = new HashMap<>();
  private @Nullable Thread thread;
  private boolean closed;

  /** A namespace that somebody asks for, with what is known of it. */
  private record Asked(Instant at, MemoryReading latest) {}

  /** The client stays the caller's to close. */
  public PodMemory(KubernetesClient client, InstantSource clock) {
    this(client, clock, PERIOD);
  }

  PodMemory(KubernetesClient client, InstantSource clock, Duration period) {
    this.client = client;
    this.clock = clock;
    this.period = period;
  }

  /** What the app's own container uses in each of its pods. */
  public synchronized MemoryUse of(ScaledApp app) {
    var id = AppModel.id(app);
    var namespace = id.substring(0, id.indexOf('/'));
    var before = namespaces.get(namespace);
    var latest = before == null ? MemoryReading.NONE : before.latest();
    namespaces.put(namespace, new Asked(clock.instant(), latest));
    if (thread == null && !closed) {
      thread = Thread.ofVirtual().name("pod memory").start(this::measure);
    }
    return latest.of(app);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void measure() {
    try {
      for (var asked = asked(); !asked.isEmpty(); asked = asked()) {
        asked.forEach(this::measure);
        Thread.sleep(period);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void measure(String namespace) {
    MemoryReading before;
    synchronized (this) {
      var asked = namespaces.get(namespace);
      before = asked == null ? MemoryReading.NONE : asked.latest();
    }
    var now = before.next(client, namespace);
    synchronized (this) {
      namespaces.computeIfPresent(namespace, (name, asked) -> new Asked(asked.at(), now));
    }
  }

  private synchronized List<String> asked() {
    var oldest = clock.instant().minus(PATIENCE);
    namespaces.values().removeIf(one -> closed || one.at().isBefore(oldest));
    if (namespaces.isEmpty()) {
      thread = null;
    }
    return List.copyOf(namespaces.keySet());
  }
}
