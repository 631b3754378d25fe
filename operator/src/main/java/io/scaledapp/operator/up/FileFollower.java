package io.scaledapp.operator.up;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.manifest.Manifest;
import io.scaledapp.operator.manifest.ManifestReader;
import io.scaledapp.operator.manifest.Problem;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the apps as their files say. A file that becomes invalid or vanishes changes nothing but
 * the status of its apps, which says the problem until the file is mended.
 */
final class FileFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileFollower.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final ManifestReader reader;
  private final Apps apps;
  private final Consumer<String> problems;
  private final Map<FollowedFile, Manifest> inForce;
  private final Set<FollowedFile> rejected = new HashSet<>();
  private final Thread thread;

  /**
   * Follows files whose content is in force.
   *
   * @param inForce each file, followed since before it was read, and what was read from it
   * @param problems is told each problem, a line each
   */
  FileFollower(
      Map<FollowedFile, Manifest> inForce,
      ManifestReader reader,
      Apps apps,
      Consumer<String> problems) {
    this.reader = reader;
    this.apps = apps;
    this.problems = problems;
    this.inForce = new LinkedHashMap<>(inForce);
    thread = Thread.ofVirtual().name("file-follower").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        lookSafely();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fault with one content must not end the following. */
  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("could not take up a changed file");
    }
  }

  /** Takes up every file that has changed. */
  void look() {
    for (var file : List.copyOf(inForce.keySet())) {
      if (file.hasChanged()) {
        takeUp(file);
      }
    }
  }

  private void takeUp(FollowedFile file) {
    var fresh = reader.read(file.path());
    var all = new LinkedHashMap<>(inForce);
    all.put(file, fresh);
    // The fresh one's own problems, and those that it has only beside the others.
    var problems = Manifest.join(all.values()).problems();
    if (problems.isEmpty()) {
      accept(file, fresh);
    } else {
      reject(file, problems);
    }
  }

  private void accept(FollowedFile file, Manifest fresh) {
    var before = apps(file);
    // What was rejected is applied even when it is back as it was, since that clears its status.
    var wasRejected = rejected.remove(file);
    inForce.put(file, fresh);
    for (var source : fresh.documents()) {
      var app = source.app();
      if (wasRejected || !before.contains(app)) {
        apps.apply(AppFolder.mark(source)).whenComplete((done, failure) -> tell(app, failure));
      }
    }
    var names = fresh.apps().stream().map(FileFollower::name).toList();
    for (var app : before) {
      if (!names.contains(name(app))) {
        apps.delete(name(app)).whenComplete((done, failure) -> tell(app, failure));
      }
    }
  }

  private void reject(FollowedFile file, List<Problem> found) {
    rejected.add(file);
    found.forEach(problem -> problems.accept(problem.toString()));
    problems.accept(file.path() + " is not taken up; what ran before goes on");
    var problem = found.stream().map(Problem::toString).collect(Collectors.joining("; "));
    apps(file).forEach(app -> apps.reject(name(app), problem));
  }

  private List<ScaledApp> apps(FollowedFile file) {
    return Objects.requireNonNull(inForce.get(file)).apps();
  }

  private void tell(ScaledApp app, @Nullable Throwable failure) {
    if (failure != null) {
      problems.accept(name(app) + ": " + failure.getMessage());
    }
  }

  private static String name(ScaledApp app) {
    return app.getMetadata().getName();
  }
}
