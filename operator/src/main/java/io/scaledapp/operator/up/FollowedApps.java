package io.scaledapp.operator.up;

import io.scaledapp.balancer.program.FollowedFile;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.Apps;
import io.scaledapp.operator.manifest.Manifest;
import io.scaledapp.operator.manifest.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The apps that followed files say. What was read from a file comes in force when it is valid
 * beside all others; until then what the file said before stays in force, and the status of its
 * apps says the problem. Not for several threads.
 */
final class FollowedApps {

  private final Apps apps;
  private final Consumer<String> problems;
  private final Map<FollowedFile, Manifest> inForce;

  /** Kept, since a change of another file may be what makes one of them good. */
  private final Map<FollowedFile, Manifest> rejected = new LinkedHashMap<>();

  /**
   * Begins with what is in force.
   *
   * @param problems is told each problem, a line each
   */
  FollowedApps(Map<FollowedFile, Manifest> inForce, Apps apps, Consumer<String> problems) {
    this.apps = apps;
    this.problems = problems;
    this.inForce = new LinkedHashMap<>(inForce);
  }

  List<FollowedFile> files() {
    return List.copyOf(inForce.keySet());
  }

  /** Takes up the files that were read again. */
  void takeUp(Map<FollowedFile, Manifest> fresh) {
    var waiting = new LinkedHashMap<>(rejected);
    waiting.putAll(fresh);
    var accepted = acceptable(waiting);
    accept(accepted);
    fresh.forEach(
        (file, manifest) -> {
          if (!accepted.containsKey(file)) {
            reject(file, manifest);
          }
        });
  }

  /**
   * All of them if they are good together, as when an app moves from one file to another; else
   * those that are good beside what is in force.
   */
  private Map<FollowedFile, Manifest> acceptable(Map<FollowedFile, Manifest> waiting) {
    var valid = new LinkedHashMap<>(waiting);
    valid.values().removeIf(manifest -> !manifest.isValid());
    if (problemsWith(valid).isEmpty()) {
      return valid;
    }
    var accepted = new LinkedHashMap<FollowedFile, Manifest>();
    valid.forEach(
        (file, manifest) -> {
          accepted.put(file, manifest);
          if (!problemsWith(accepted).isEmpty()) {
            accepted.remove(file);
          }
        });
    return accepted;
  }

  private List<Problem> problemsWith(Map<FollowedFile, Manifest> fresh) {
    var all = new LinkedHashMap<>(inForce);
    all.putAll(fresh);
    return Manifest.join(all.values()).problems();
  }

  private void accept(Map<FollowedFile, Manifest> accepted) {
    // What was rejected is applied even when it is back as it was, since that clears its status.
    var cleared = names(accepted.keySet().stream().filter(rejected::containsKey).toList());
    rejected.keySet().removeAll(accepted.keySet());
    var before = marked();
    inForce.putAll(accepted);
    var after = marked();
    for (var app : after) {
      if (!before.contains(app) || cleared.contains(name(app))) {
        apps.apply(app).whenComplete((done, failure) -> tell(app, failure));
      }
    }
    var left = after.stream().map(FollowedApps::name).collect(Collectors.toSet());
    for (var app : before) {
      if (!left.contains(name(app))) {
        apps.delete(name(app)).whenComplete((done, failure) -> tell(app, failure));
      }
    }
  }

  private void reject(FollowedFile file, Manifest manifest) {
    rejected.put(file, manifest);
    var found = problemsWith(Map.of(file, manifest));
    found.forEach(problem -> problems.accept(problem.toString()));
    problems.accept(file.path() + " is not taken up; what ran before goes on");
    var problem = found.stream().map(Problem::toString).collect(Collectors.joining("; "));
    names(List.of(file)).forEach(name -> apps.reject(name, problem));
  }

  /** Every app in force; the same text in another folder is another app. */
  private List<ScaledApp> marked() {
    var all = new ArrayList<ScaledApp>();
    inForce
        .values()
        .forEach(
            manifest -> manifest.documents().forEach(source -> all.add(AppFolder.mark(source))));
    return all;
  }

  private Set<String> names(Collection<FollowedFile> files) {
    return files.stream()
        .flatMap(file -> Objects.requireNonNull(inForce.get(file)).apps().stream())
        .map(FollowedApps::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
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
