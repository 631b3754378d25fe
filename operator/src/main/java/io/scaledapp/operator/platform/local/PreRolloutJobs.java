package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.app.model.PreRolloutJob;
import io.scaledapp.operator.platform.local.log.LogSink;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Runs what must succeed before a revision's first replica starts: one at a time for each app, and
 * one that has begun is never cut off for a later one, which would find half of its work. Any
 * thread.
 */
final class PreRolloutJobs implements AutoCloseable {
  private final JobProcess processes;
  private final Surroundings surroundings;
  private final Map<String, CompletableFuture<Void>> latest = new ConcurrentHashMap<>();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  PreRolloutJobs(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.processes = new JobProcess(surroundings.launcher(), surroundings.options().clock());
  }

  /**
   * Returns when the job has ended well. An interrupt ends the wait, and not what has begun.
   *
   * @throws JobFailedException with what happened, for a person
   */
  void run(ReplicaTemplate template, PreRolloutJob job) throws InterruptedException {
    var turn = new CompletableFuture<Void>();
    var former = latest.put(template.app(), turn);
    if (former != null) {
      awaitEnd(former, () -> end(template, turn));
    }
    var outcome = start(template, job, turn);
    try {
      outcome.get();
    } catch (ExecutionException failed) {
      var cause = failed.getCause();
      throw new JobFailedException(String.valueOf(cause == null ? failed : cause.getMessage()));
    }
  }

  private CompletableFuture<Void> start(
      ReplicaTemplate template, PreRolloutJob job, CompletableFuture<Void> turn) {
    var outcome = new CompletableFuture<Void>();
    var thread =
        Thread.ofVirtual()
            .name("before " + template.app())
            .unstarted(() -> complete(template, job, outcome));
    running.add(thread);
    var unused =
        outcome.whenComplete(
            (done, failure) -> {
              running.remove(thread);
              end(template, turn);
            });
    thread.start();
    if (closed) {
      thread.interrupt();
    }
    return outcome;
  }

  private void complete(
      ReplicaTemplate template, PreRolloutJob job, CompletableFuture<Void> outcome) {
    try (var sink = surroundings.logs().before(template.name())) {
      tryUntilDeadline(template, job, sink);
      outcome.complete(null);
    } catch (IOException e) {
      outcome.completeExceptionally(
          new JobFailedException("its output cannot be kept: " + e.getMessage()));
    } catch (InterruptedException e) {
      outcome.completeExceptionally(new JobFailedException("was ended"));
    } catch (RuntimeException e) {
      outcome.completeExceptionally(e);
    }
  }

  private void tryUntilDeadline(ReplicaTemplate template, PreRolloutJob job, LogSink sink)
      throws InterruptedException {
    var began = System.nanoTime();
    for (var tried = 1; ; tried++) {
      var left = job.timeout().minusNanos(System.nanoTime() - began);
      try {
        processes.run(
            template, PreRolloutJob.COMMAND_FIELD, job.command(), atLeastNone(left), sink);
        return;
      } catch (JobFailedException failed) {
        // As a replica that crashes, but not at once: what it needs may not be there yet.
        var wait = surroundings.options().backOff().delay(tried + 1);
        var until = job.timeout().minusNanos(System.nanoTime() - began);
        if (tried > job.retries() || wait.compareTo(until) >= 0) {
          throw new JobFailedException("the pre-rollout job failed: " + failed.getMessage());
        }
        Thread.sleep(wait);
      }
    }
  }

  private static Duration atLeastNone(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  private void end(ReplicaTemplate template, CompletableFuture<Void> turn) {
    latest.remove(template.app(), turn);
    turn.complete(null);
  }

  /** Who comes after one that is outdated meanwhile waits for the one before all the same. */
  private static void awaitEnd(CompletableFuture<Void> former, Runnable outdated)
      throws InterruptedException {
    try {
      former.get();
    } catch (InterruptedException e) {
      var unused = former.thenRun(outdated);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn never ends exceptionally", e);
    }
  }

  /** Ends what runs, and waits for it. */
  @Override
  public void close() {
    closed = true;
    var left = Set.copyOf(running);
    left.forEach(Thread::interrupt);
    for (var thread : left) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
