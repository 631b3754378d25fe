package io.scaledapp.operator.platform.kubernetes.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.StaleException;
import io.scaledapp.operator.platform.kubernetes.cluster.JobListener;
import io.scaledapp.operator.platform.kubernetes.cluster.JobWriter;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Jobs that run before revisions, of all apps. The cluster remembers which ran, so one that
 * another operator began is awaited, and one that ended is not made again. Of one app one runs at a
 * time: a later revision's waits for the end of an earlier one's, which is not cut off. No method
 * blocks; any thread.
 */
public final class PreRolloutJobs implements JobListener {

  private static final Logger log = LoggerFactory.getLogger(PreRolloutJobs.class);

  /** Ended Jobs of an app that are kept beside the newest, for a person to look at. */
  private static final int HISTORY = 2;

  private final Object lock = new Object();
  private final JobWriter calls;
  private final BooleanSupplier mayWrite;
  private final Executor threads;
  private final Map<String, Map<String, Job>> seen = new HashMap<>();
  private final Map<String, Awaited> awaited = new HashMap<>();

  /** The latest Job that an app waits for. */
  private static final class Awaited {
    final Job wanted;
    final CompletableFuture<Void> result = new CompletableFuture<>();
    boolean isMade;

    Awaited(Job wanted) {
      this.wanted = wanted;
    }

    String name() {
      return wanted.getMetadata().getName();
    }
  }

  /**
   * Begins without any.
   *
   * @param mayWrite asked before each call
   * @param threads may block; not ended by this
   */
  public PreRolloutJobs(JobWriter calls, BooleanSupplier mayWrite, Executor threads) {
    this.calls = calls;
    this.mayWrite = mayWrite;
    this.threads = threads;
  }

  /**
   * Completes when this very Job has ended well, with a {@link JobFailedException} when it failed,
   * and with another exception when it could not be made. Whoever needs it no more cancels it: one
   * that has not begun does not begin then.
   */
  public CompletableFuture<Void> run(Job job) {
    var app = Labels.revision(job).app();
    synchronized (lock) {
      var one = new Awaited(job);
      awaited.put(app, one);
      advance(app, one);
      return one.result;
    }
  }

  /** The digest of the template of each revision whose Job was begun, by its number. */
  public Map<Integer, String> attempts(String app) {
    synchronized (lock) {
      var attempts = new TreeMap<Integer, String>();
      jobs(app).values().forEach(job -> attempts.put(number(job), digest(job)));
      return attempts;
    }
  }

  @Override
  public void jobSeen(Job job) {
    var app = Labels.revision(job).app();
    synchronized (lock) {
      seen.computeIfAbsent(app, unused -> new HashMap<>()).put(job.getMetadata().getName(), job);
      advance(app);
    }
  }

  @Override
  public void jobGone(Job job) {
    var app = Labels.revision(job).app();
    synchronized (lock) {
      seen.computeIfPresent(
          app,
          (unused, jobs) -> {
            jobs.remove(job.getMetadata().getName());
            return jobs.isEmpty() ? null : jobs;
          });
      var one = awaited.get(app);
      if (one != null && one.name().equals(job.getMetadata().getName())) {
        one.result.completeExceptionally(
            new JobFailedException(
                "the pre-rollout job " + one.name() + " was deleted before it ended"));
      }
      advance(app);
    }
  }

  private void advance(String app) {
    var one = awaited.get(app);
    if (one != null) {
      advance(app, one);
    }
  }

  private void advance(String app, Awaited one) {
    if (one.result.isDone()) {
      awaited.remove(app, one);
      return;
    }
    var job = jobs(app).get(one.name());
    if (job != null) {
      settle(app, one, job);
    } else if (!one.isMade && jobs(app).values().stream().noneMatch(PreRolloutJobs::isActive)) {
      one.isMade = true;
      threads.execute(() -> make(app, one));
    }
  }

  private void settle(String app, Awaited one, Job job) {
    switch (JobOutcome.of(job)) {
      case JobOutcome.Active() -> one.isMade = true;
      case JobOutcome.Succeeded() -> {
        awaited.remove(app, one);
        one.result.complete(null);
      }
      case JobOutcome.Failed(String message) -> {
        awaited.remove(app, one);
        one.result.completeExceptionally(new JobFailedException(message));
      }
    }
  }

  private void make(String app, Awaited one) {
    try {
      if (one.result.isDone()) {
        return;
      }
      if (!mayWrite.getAsBoolean()) {
        throw new IllegalStateException("another operator leads");
      }
      calls.create(one.wanted);
      removeOld(app, one);
    } catch (StaleException there) {
      // It is tried again, and seen by then; else it is somebody else's.
      one.result.completeExceptionally(
          new IllegalStateException("Job " + one.name() + ": " + there.getMessage(), there));
    } catch (RuntimeException failure) {
      one.result.completeExceptionally(failure);
    }
  }

  private void removeOld(String app, Awaited newest) {
    List<Job> old;
    synchronized (lock) {
      old =
          jobs(app).values().stream()
              .filter(job -> !isActive(job) && !job.getMetadata().getName().equals(newest.name()))
              .sorted(Comparator.comparing(PreRolloutJobs::number).reversed())
              .skip(HISTORY)
              .toList();
    }
    try {
      old.forEach(calls::remove);
    } catch (RuntimeException failure) {
      // They go with the next.
      log.atWarn().setCause(failure).addKeyValue("app", app).log("old Jobs cannot be removed");
    }
  }

  private static boolean isActive(Job job) {
    return JobOutcome.of(job) instanceof JobOutcome.Active;
  }

  private static int number(Job job) {
    return Labels.revision(job).number();
  }

  private static String digest(Job job) {
    var digest = Annotations.get(job, Annotations.DIGEST);
    return digest == null ? "" : digest;
  }

  private Map<String, Job> jobs(String app) {
    return seen.getOrDefault(app, Map.of());
  }
}
