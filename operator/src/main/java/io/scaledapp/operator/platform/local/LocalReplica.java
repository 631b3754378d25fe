package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.Replica;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replica: one process after the other until it is told to stop. A virtual thread of its own
 * starts and ends the processes; every method may be called from any thread and returns at once.
 */
final class LocalReplica {
  private static final Logger log = LoggerFactory.getLogger(LocalReplica.class);

  /** So often in a row a process gets another port at once, before it counts as crashing. */
  private static final int PORT_ATTEMPTS = 3;

  private final ReplicaTemplate template;
  private final ReplicaState state;
  private final Surroundings surroundings;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final Runnable onGone;
  private volatile @Nullable ReplicaRun current;
  private int crashes;
  private int portsTaken;

  /**
   * Of a replica that has not begun.
   *
   * @param onChange is called after each change
   * @param onGone is called when nothing of it is left
   */
  LocalReplica(
      String id,
      int instance,
      ReplicaTemplate template,
      Surroundings surroundings,
      Runnable onChange,
      Runnable onGone) {
    this.template = template;
    this.surroundings = surroundings;
    this.onGone = onGone;
    this.state = new ReplicaState(id, template, instance, surroundings.options().clock(), onChange);
  }

  int instance() {
    return state.instance();
  }

  Replica snapshot() {
    return state.replica();
  }

  /** Begins its life; called once. */
  void start() {
    Thread.ofVirtual().name("replica " + snapshot().id()).start(this::live);
  }

  /** Ends its life in order; further calls change nothing. */
  void stop() {
    if (!stop.isDone()) {
      state.terminating();
      stop.complete(null);
      var run = current;
      if (run != null) {
        run.stop();
      }
    }
  }

  /** Completes when nothing of it is left. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  private void live() {
    try {
      for (var run = 0; !stop.isDone(); run++) {
        var end = run(run);
        if (!stop.isDone()) {
          awaitRestart(run, end);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      onGone.run();
      gone.complete(null);
    }
  }

  private RunEnd run(int number) throws InterruptedException {
    var run = new ReplicaRun(number, template, state, surroundings);
    current = run;
    if (stop.isDone()) {
      run.stop();
    }
    try {
      return run.run();
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("app", template.name())
          .addKeyValue("replica", snapshot().id())
          .setCause(e)
          .log("a replica's process could not be supervised and is started anew");
      return RunEnd.notStarted("internal error: " + e);
    }
  }

  private void awaitRestart(int run, RunEnd end) throws InterruptedException {
    if (end.portTaken() && portsTaken < PORT_ATTEMPTS) {
      portsTaken++;
      state.restarting(run, end.message());
      return;
    }
    portsTaken = 0;
    var backOff = surroundings.options().backOff();
    crashes = backOff.count(crashes, end.ran());
    var delay = backOff.delay(crashes);
    if (delay.isZero()) {
      state.restarting(run, end.message());
    } else {
      // When it goes on is no part of the message: that outlives the wait, and the replica.
      state.backingOff(run, end.message());
      log.atInfo()
          .addKeyValue("app", template.name())
          .addKeyValue("replica", snapshot().id())
          .addKeyValue("reason", end.message())
          .log("restart {} in {} s", run + 1, delay.toSeconds());
      awaitStop(delay);
    }
  }

  private void awaitStop(Duration limit) throws InterruptedException {
    try {
      stop.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // The wait is over.
    } catch (ExecutionException e) {
      throw new IllegalStateException("stop never completes exceptionally", e);
    }
  }
}
