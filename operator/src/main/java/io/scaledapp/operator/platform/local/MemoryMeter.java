package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.MemoryUse.Sample;
import io.scaledapp.operator.platform.local.process.ResidentMemory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures the memory of all replicas again and again, on a thread of its own, for as long as
 * somebody asks: to look at all processes of a machine is not free. Any thread may ask.
 */
final class MemoryMeter implements AutoCloseable {

  /** Who has not asked for so long is not waiting for an answer. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Duration period;
  private final InstantSource clock;
  private Instant askedAt = Instant.MIN;
  private MemoryUse latest = MemoryUse.NONE;
  private @Nullable Thread thread;
  private boolean closed;

  MemoryMeter(Duration period, InstantSource clock) {
    this.period = period;
    this.clock = clock;
  }

  /** What these replicas used at the latest look; without those that were not there then. */
  synchronized MemoryUse of(Collection<String> replicas) {
    askedAt = clock.instant();
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().daemon().name("replica memory").start(this::measure);
    }
    var samples = new HashMap<>(latest.samples());
    samples.keySet().retainAll(replicas);
    return new MemoryUse(samples, latest.problem());
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
      while (isAsked()) {
        var measured = look();
        synchronized (this) {
          latest = measured;
        }
        Thread.sleep(period);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isAsked() {
    var asked = !closed && clock.instant().isBefore(askedAt.plus(PATIENCE));
    if (!asked) {
      thread = null;
      latest = MemoryUse.NONE;
    }
    return asked;
  }

  private MemoryUse look() {
    // Before the look, so that no process that begins meanwhile is taken for an earlier one.
    var at = clock.instant();
    try {
      var samples = new HashMap<String, Sample>();
      ResidentMemory.by(ReplicaTemplate.REPLICA_VARIABLE)
          .forEach((replica, bytes) -> samples.put(replica, new Sample(bytes, at)));
      return new MemoryUse(samples, null);
    } catch (IOException | RuntimeException broken) {
      return new MemoryUse(
          Map.of(), "the memory of processes cannot be read: " + broken.getMessage());
    }
  }
}
