package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.micrometer.core.instrument.Counter;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every ReplicaSet of one platform works with.
 *
 * @param lock held at every use of an {@link OwnedReplicaSet}, and never during a call
 * @param threads may block
 * @param turns one is held by who makes calls: others wait before they prepare theirs, since what
 *     thousands have prepared needs its place in memory
 * @param pause before a call is made again
 * @param mayWrite whether this program still leads
 * @param lost counts pods that went in place of a victim
 * @param changed is told of the revision after each call
 * @param applied is told of the revision when its ReplicaSet was made
 */
record Surroundings(
    Object lock,
    ClusterWriter calls,
    InstantSource clock,
    Executor threads,
    Semaphore turns,
    Pause pause,
    BooleanSupplier mayWrite,
    Counter lost,
    Consumer<RevisionKey> changed,
    Consumer<RevisionKey> applied) {

  /** Fewer than the streams that an API server takes on one connection. */
  static final int CALLS_AT_ONCE = 32;

  <T> T locked(Supplier<T> task) {
    synchronized (lock) {
      return task.get();
    }
  }

  void locked(Runnable task) {
    synchronized (lock) {
      task.run();
    }
  }
}
