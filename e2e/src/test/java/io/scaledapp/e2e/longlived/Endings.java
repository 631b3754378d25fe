package io.scaledapp.e2e.longlived;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long-lived connections of one app ended, and whether that was before their time: a replica
 * that leaves keeps them for the first half of its drain at least.
 */
final class Endings {
  private final Duration soonest;
  private final Map<String, LongAdder> inWords = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private volatile long changedAt;

  /**
   * Of an app nothing has changed of yet.
   *
   * @param drainTimeout of the app
   */
  Endings(Duration drainTimeout) {
    soonest = drainTimeout.dividedBy(2);
    changedAt = System.nanoTime();
  }

  /** A scale-down or a rollout begins now, and the one before is over. */
  void change() {
    changedAt = System.nanoTime();
  }

  /** One ended in the words of its protocol. */
  void left(String kind) {
    var after = Duration.ofNanos(System.nanoTime() - changedAt);
    if (after.compareTo(soonest) < 0) {
      faults.add(kind + ": ended " + after.toMillis() + " ms after the change began");
    }
    inWords.computeIfAbsent(kind, unused -> new LongAdder()).increment();
  }

  /** One could not be opened, or ended otherwise. */
  void cut(String kind, Exception failure) {
    var after = Duration.ofNanos(System.nanoTime() - changedAt);
    faults.add(kind + ": " + failure + ", " + after.toMillis() + " ms after the change began");
  }

  /** Those that a leaving replica ended in words, by their kind. */
  Map<String, LongAdder> inWords() {
    return inWords;
  }

  /** All that should not have been, in words. */
  Queue<String> faults() {
    return faults;
  }
}
