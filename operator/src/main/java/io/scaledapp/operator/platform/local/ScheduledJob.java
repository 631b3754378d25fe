package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.app.model.TimedJob;
import io.scaledapp.operator.platform.local.log.LogSink;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scheduled job of an app, with its runs, each on a virtual thread of its own. Any thread. */
final class ScheduledJob {
  private static final Logger log = LoggerFactory.getLogger(ScheduledJob.class);

  /** Runs of one job at once: one that never ends must not fill the machine. */
  private static final int MOST_RUNS = 10;

  private final TimedJob job;
  private final Surroundings surroundings;
  private final BiConsumer<String, String> failures;
  private final JobProcess processes;
  private final Set<Thread> runs = new LinkedHashSet<>();
  private ReplicaTemplate template;
  private @Nullable Instant next;

  /** Of all its runs, while there is one: two could not share the files of one. */
  private @Nullable LogSink sink;

  ScheduledJob(
      TimedJob job,
      ReplicaTemplate template,
      Surroundings surroundings,
      BiConsumer<String, String> failures,
      Instant now) {
    this.failures = failures;
    this.job = job;
    this.template = template;
    this.surroundings = surroundings;
    this.processes = new JobProcess(surroundings.launcher(), surroundings.options().clock());
    this.next = job.nextAfter(now).orElse(null);
  }

  /** Whether it is as this one says. */
  boolean isOf(TimedJob other) {
    return job.source().equals(other.source());
  }

  /** The same, whose runs are of another template from here on. */
  synchronized ScheduledJob with(ReplicaTemplate template) {
    this.template = template;
    return this;
  }

  /** Begins a run if one is due. */
  synchronized void tick(Instant now) {
    if (next != null && !now.isBefore(next)) {
      next = job.nextAfter(now).orElse(null);
      begin();
    }
  }

  private void begin() {
    var former = List.copyOf(runs);
    var mayBegin =
        switch (job.concurrency()) {
          case FORBID -> former.isEmpty();
          case ALLOW -> former.size() < MOST_RUNS;
          case REPLACE -> former.size() < 2;
        };
    if (!mayBegin) {
      tell("a run of {} is left out: the one before has not ended");
      return;
    }
    var replaced =
        switch (job.concurrency()) {
          case FORBID, ALLOW -> List.<Thread>of();
          case REPLACE -> former;
        };
    replaced.forEach(Thread::interrupt);
    var current = template;
    var thread =
        Thread.ofVirtual().name("job " + job.name()).unstarted(() -> live(current, replaced));
    runs.add(thread);
    thread.start();
  }

  private void live(ReplicaTemplate current, List<Thread> replaced) {
    try {
      for (var one : replaced) {
        one.join();
      }
      run(current);
    } catch (InterruptedException e) {
      tell("a run of {} was ended");
    } finally {
      gone(Thread.currentThread());
    }
  }

  private void run(ReplicaTemplate current) throws InterruptedException {
    try {
      processes.run(current, job.field() + ".command", job.command(), job.timeout(), sink());
    } catch (JobFailedException failed) {
      failures.accept(
          current.app(), "job %s failed: %s".formatted(job.name(), failed.getMessage()));
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("app", current.name())
          .setCause(e)
          .log("job {} cannot run: its output cannot be kept", job.name());
    }
  }

  private synchronized LogSink sink() throws IOException {
    if (sink == null) {
      sink = surroundings.logs().job(template.name(), job.name());
    }
    return sink;
  }

  private synchronized void gone(Thread run) {
    runs.remove(run);
    if (runs.isEmpty() && sink != null) {
      sink.close();
      sink = null;
    }
  }

  private void tell(String what) {
    log.atWarn().addKeyValue("app", template.name()).log(what, job.name());
  }

  /** Begins none any more and ends those that run; completes when they have. */
  synchronized CompletableFuture<Void> end() {
    next = null;
    var left = List.copyOf(runs);
    left.forEach(Thread::interrupt);
    return CompletableFuture.runAsync(() -> join(left), task -> Thread.ofVirtual().start(task));
  }

  private static void join(List<Thread> left) {
    try {
      for (var one : left) {
        one.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
