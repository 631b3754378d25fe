package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task whenever it is signalled, never twice at once; signals while it runs make one more
 * run. It holds a thread only while there is something to do or to wait for.
 */
final class SerialTask {

  private static final Logger log = LoggerFactory.getLogger(SerialTask.class);

  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

  private final Executor threads;
  private final Pause pause;
  private final Supplier<Optional<Duration>> task;
  private boolean running;
  private boolean again;

  /**
   * Begins at rest.
   *
   * @param task may block; tells after what wait it is to run again, whatever is signalled
   */
  SerialTask(Executor threads, Pause pause, Supplier<Optional<Duration>> task) {
    this.threads = threads;
    this.pause = pause;
    this.task = task;
  }

  /** Has it run, as soon as it can. */
  void signal() {
    synchronized (this) {
      again = true;
      if (running) {
        return;
      }
      running = true;
    }
    try {
      threads.execute(this::run);
    } catch (RejectedExecutionException closed) {
      // Then nothing is to be run any more.
    }
  }

  private void run() {
    try {
      while (isToRun()) {
        var wait = guarded();
        if (wait.isPresent()) {
          pause.sleep(wait.get());
          signal();
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** A broken run must not end those that come after it. */
  private Optional<Duration> guarded() {
    try {
      return task.get();
    } catch (RuntimeException broken) {
      log.atError().setCause(broken).log("the work on pods failed; it is tried again");
      return Optional.of(AFTER_A_FAULT);
    }
  }

  private synchronized boolean isToRun() {
    running = again;
    again = false;
    return running;
  }
}
