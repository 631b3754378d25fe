package io.scaledapp.operator.platform.local;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.TimedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The scheduled jobs of all apps, each run at its times by this program's clock. What came due
 * while the program did not run, or slept, is run once at most. Any thread.
 */
final class ScheduledJobs {
  private final Surroundings surroundings;
  private final BiConsumer<String, String> failures;
  private final Map<String, List<ScheduledJob>> jobs = new HashMap<>();
  private final List<CompletableFuture<Void>> ending = new ArrayList<>();

  /**
   * Begins without any.
   *
   * @param failures is told the app and what happened, in words
   */
  ScheduledJobs(Surroundings surroundings, BiConsumer<String, String> failures) {
    this.surroundings = surroundings;
    this.failures = failures;
  }

  /**
   * Takes an app's jobs in place of those before. One that is as it was keeps its next time and
   * what runs of it; one that there is no more ends, and so do all of a suspended app.
   *
   * @throws IllegalArgumentException with the field, if one is invalid
   */
  synchronized void schedule(ScaledApp app, Instant now) {
    var id = AppModel.id(app);
    var wanted = app.getSpec().suspended() ? List.<TimedJob>of() : TimedJob.of(app);
    if (wanted.isEmpty() && !jobs.containsKey(id)) {
      return;
    }
    var template = TemplateReader.read(new Revision(id, 0, "", app));
    var before = new ArrayList<>(jobs.getOrDefault(id, List.of()));
    var after = new ArrayList<ScheduledJob>();
    for (var job : wanted) {
      var same = before.stream().filter(one -> one.isOf(job)).findFirst();
      same.ifPresent(before::remove);
      after.add(
          same.map(one -> one.with(template))
              .orElseGet(() -> new ScheduledJob(job, template, surroundings, failures, now)));
    }
    before.forEach(this::end);
    if (after.isEmpty()) {
      jobs.remove(id);
    } else {
      jobs.put(id, List.copyOf(after));
    }
  }

  /** Ends an app's jobs with all that runs of them. */
  synchronized void end(String app) {
    var ended = jobs.remove(app);
    if (ended != null) {
      ended.forEach(this::end);
    }
  }

  /** Starts what is due; about once a second. */
  synchronized void tick(Instant now) {
    jobs.values().forEach(all -> all.forEach(job -> job.tick(now)));
  }

  /** Ends all of them; completes when nothing of them is left. */
  synchronized CompletableFuture<Void> endAll() {
    List.copyOf(jobs.keySet()).forEach(this::end);
    return CompletableFuture.allOf(ending.toArray(CompletableFuture[]::new));
  }

  private void end(ScheduledJob job) {
    ending.removeIf(CompletableFuture::isDone);
    ending.add(job.end());
  }
}
