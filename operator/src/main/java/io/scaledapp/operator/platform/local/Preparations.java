package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.PreRolloutJob;
import io.scaledapp.operator.platform.local.build.BuildException;
import io.scaledapp.operator.platform.local.build.BuildSpec;
import io.scaledapp.operator.platform.local.build.Builds;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.StartException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Makes revisions startable, each on a virtual thread of its own. */
final class Preparations implements AutoCloseable {
  private final Builds builds;
  private final Launcher launcher;
  private final PreRolloutJobs jobs;
  private final Map<Thread, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Preparations(Builds builds, Launcher launcher, PreRolloutJobs jobs) {
    this.builds = builds;
    this.launcher = launcher;
    this.jobs = jobs;
  }

  /**
   * Completes when the revision can be started, or exceptionally with a message for the user. To
   * cancel it ends the build, and not a job that has begun.
   */
  CompletableFuture<Void> run(Revision revision) {
    var result = new CompletableFuture<Void>();
    var thread =
        Thread.ofVirtual()
            .name("prepare " + revision.app())
            .unstarted(() -> complete(revision, result));
    running.put(thread, result);
    thread.start();
    // Once only: a second interrupt could break off the ending of the build's processes.
    var unused =
        result.whenComplete(
            (done, failure) -> {
              if (result.isCancelled()) {
                thread.interrupt();
              }
            });
    if (closed) {
      result.cancel(true);
    }
    return result;
  }

  private void complete(Revision revision, CompletableFuture<Void> result) {
    try {
      prepare(revision);
      result.complete(null);
    } catch (BuildException | StartException | RuntimeException e) {
      result.completeExceptionally(e);
    } catch (InterruptedException e) {
      result.completeExceptionally(new BuildException("the build was ended", e));
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private void prepare(Revision revision)
      throws BuildException, StartException, InterruptedException {
    var template = TemplateReader.read(revision);
    var spec = buildSpec(revision, template);
    if (spec.isPresent()) {
      builds.run(spec.get());
    }
    // Only here: the program may be a result of the build.
    launcher.check(template.launch("check", 0, 0));
    var job = PreRolloutJob.of(revision.source());
    if (job.isPresent()) {
      jobs.run(template, job.get());
    }
  }

  private static Optional<BuildSpec> buildSpec(Revision revision, ReplicaTemplate template) {
    return Optional.ofNullable(revision.source().getSpec().local())
        .flatMap(local -> Optional.ofNullable(local.build()))
        .map(
            build ->
                new BuildSpec(
                    template.name(),
                    template.folder(),
                    build.command(),
                    build.inputs() == null ? List.of() : build.inputs()));
  }

  /** Ends what is running, and waits for it. */
  @Override
  public void close() {
    closed = true;
    var left = Map.copyOf(running);
    left.values().forEach(result -> result.cancel(true));
    for (var thread : left.keySet()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    jobs.close();
  }
}
