package io.scaledapp.operator.app.status;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.plan.Rollout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be said of an app, one function a condition. */
final class Verdicts {

  private static final String CRASH_LOOP = "CrashLoopBackOff";

  private Verdicts() {}

  static List<Verdict> of(AppView app) {
    if (app.model().hasFixedEndpoints()) {
      return List.of(accepted(app), fixedEndpoints(app));
    }
    return List.of(
        accepted(app),
        ready(app),
        progressing(app.rollout(), app),
        degraded(app),
        ScalingVerdicts.active(app),
        ScalingVerdicts.limited(app));
  }

  private static Verdict accepted(AppView app) {
    return app.rejected() == null
        ? new Verdict("Accepted", true, "Valid", "the ScaledApp is in force")
        : new Verdict(
            "Accepted", false, "Invalid", "the last good one stays in force: " + app.rejected());
  }

  private static Verdict fixedEndpoints(AppView app) {
    var count = app.model().route().endpoints().size();
    return new Verdict("Ready", true, "FixedEndpoints", count + " fixed endpoints are balanced");
  }

  private static Verdict ready(AppView app) {
    var ready = app.ready();
    if (ready > 0) {
      return new Verdict(
          "Ready", true, "ReplicasReady", "%d ready, %d desired".formatted(ready, app.desired()));
    }
    if (app.desired() == 0) {
      return app.model().scaling().fixed() == null
          ? new Verdict("Ready", true, "ScaledToZero", "the next request starts a replica")
          : new Verdict("Ready", false, "ScaledToZero", "spec.replicas is 0");
    }
    var failure = app.rollout().failure();
    if (failure != null) {
      return new Verdict("Ready", false, failure.reason(), failure.message());
    }
    return app.first(Phase.CRASH_LOOP_BACK_OFF)
        .map(one -> new Verdict("Ready", false, CRASH_LOOP, words(one)))
        .orElseGet(() -> new Verdict("Ready", false, "Starting", whyNoneIsReady(app)));
  }

  /** A probe that fails, or a start that waits, is told by the replica. */
  private static String whyNoneIsReady(AppView app) {
    return app.replicas().stream()
        .filter(replica -> replica.message() != null)
        .findFirst()
        .map(replica -> "no replica is ready yet: " + words(replica))
        .orElse("no replica is ready yet");
  }

  private static Verdict progressing(Rollout rollout, AppView app) {
    if (rollout.failure() != null) {
      var failure = rollout.failure();
      return new Verdict("Progressing", false, failure.reason(), failure.message());
    }
    var revision = "revision " + rollout.wanted();
    if (rollout.done()) {
      return new Verdict("Progressing", true, "RolloutComplete", revision + " is in place");
    }
    return switch (rollout.preparation()) {
      case NEEDED, RUNNING ->
          new Verdict("Progressing", true, "Preparing", revision + " is being prepared");
      case DONE, FAILED ->
          new Verdict(
              "Progressing",
              true,
              "RollingOut",
              "%d of %d replicas of %s are ready"
                  .formatted(rollout.ready(), app.desired(), revision));
    };
  }

  private static Verdict degraded(AppView app) {
    Stream<Optional<Verdict>> troubles =
        Stream.of(
            app.first(Phase.CRASH_LOOP_BACK_OFF).map(one -> trouble(CRASH_LOOP, words(one))),
            Optional.ofNullable(app.rollout().failure())
                .map(failure -> trouble(failure.reason(), failure.message())),
            app.first(Phase.NOT_READY).map(one -> trouble("ReplicaNotReady", words(one))),
            Optional.ofNullable(app.platformProblem())
                .map(problem -> trouble("PlatformProblem", problem)));
    return troubles
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> new Verdict("Degraded", false, "AsExpected", "nothing is wrong"));
  }

  private static Verdict trouble(String reason, String message) {
    return new Verdict("Degraded", true, reason, message);
  }

  private static String words(Replica replica) {
    var message = replica.message();
    var words = replica.id() + (message == null ? "" : ": " + message);
    return switch (replica.restarts()) {
      case 0 -> words;
      case 1 -> words + " (1 restart)";
      default -> words + " (" + replica.restarts() + " restarts)";
    };
  }
}
