package io.scaledapp.operator.app.status;

import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.plan.Rollout;
import io.scaledapp.operator.app.plan.Rollout.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be said of an app, one function a condition. */
final class Verdicts {

  private static final String CRASH_LOOP = "CrashLoopBackOff";

  private Verdicts() {}

  static List<Verdict> of(AppView app) {
    if (app.model().hasFixedEndpoints()) {
      return app.clash() == null && app.nameTaken() == null
          ? List.of(accepted(app), onceRouted(fixedEndpoints(app), app))
          : List.of(accepted(app), onceRouted(fixedEndpoints(app), app), degraded(app));
    }
    return List.of(
        accepted(app),
        onceRouted(ready(app), app),
        app.adoption() == null ? progressing(app.rollout(), app) : progressing(app.adoption()),
        degraded(app),
        ScalingVerdicts.active(app),
        ScalingVerdicts.limited(app));
  }

  /** Of an app that was never in force. */
  static List<Verdict> refused(String problem) {
    return List.of(
        new Verdict("Accepted", false, "Invalid", problem),
        new Verdict("Ready", false, "Invalid", "does not run: see the condition Accepted"));
  }

  private static Verdict accepted(AppView app) {
    var refusal = app.refusal();
    if (refusal != null) {
      return new Verdict("Accepted", false, refusal.reason(), refusal.message());
    }
    return app.rejected() == null
        ? new Verdict("Accepted", true, "Valid", "the ScaledApp is in force")
        : new Verdict(
            "Accepted", false, "Invalid", "the last good one stays in force: " + app.rejected());
  }

  /** To clients it is not ready before it is to every balancer. */
  private static Verdict onceRouted(Verdict ready, AppView app) {
    return app.routed() || !ready.holds()
        ? ready
        : new Verdict("Ready", false, "Routing", "not every balancer has its route yet");
  }

  private static Verdict fixedEndpoints(AppView app) {
    var count = app.fixedEndpoints();
    var words = count == 1 ? "1 fixed endpoint" : count + " fixed endpoints";
    return new Verdict("Ready", true, "FixedEndpoints", words + ", not checked");
  }

  private static Verdict ready(AppView app) {
    var ready = app.ready();
    if (ready > 0) {
      return new Verdict(
          "Ready", true, "ReplicasReady", "%d ready, %d desired".formatted(ready, app.desired()));
    }
    var refusal = app.refusal();
    if (refusal != null) {
      return new Verdict("Ready", false, refusal.reason(), refusal.message());
    }
    if (app.desired() == 0) {
      if (app.model().source().getSpec().suspended()) {
        return new Verdict("Ready", false, "Suspended", "spec.suspend is true");
      }
      return app.model().scaling().fixed() == null
          ? new Verdict("Ready", true, "ScaledToZero", "the next request starts a replica")
          : new Verdict("Ready", false, "ScaledToZero", "spec.replicas is 0");
    }
    var crashing = app.first(Phase.CRASH_LOOP_BACK_OFF);
    if (crashing.isPresent()) {
      return new Verdict("Ready", false, CRASH_LOOP, crashing.get().words());
    }
    var failure = app.rollout().failure();
    return failure == null
        ? new Verdict("Ready", false, "Starting", "no replica is ready yet" + hold(app))
        : new Verdict("Ready", false, failure.reason(), words(failure, app));
  }

  /** Who replaces the replicas of an adopted workload, and when, is its owner's. */
  private static Verdict progressing(Adoption adoption) {
    return adoption.rolling()
        ? new Verdict(
            "Progressing", true, "TargetRollingOut", adoption.workload() + " replaces its replicas")
        : new Verdict("Progressing", true, "TargetInPlace", adoption.workload() + " is in place");
  }

  private static Verdict progressing(Rollout rollout, AppView app) {
    var failure = rollout.failure();
    if (failure != null) {
      return new Verdict("Progressing", false, failure.reason(), words(failure, app));
    }
    var revision = "revision " + rollout.wanted();
    if (rollout.done()) {
      return new Verdict("Progressing", true, "RolloutComplete", revision + " is in place");
    }
    var trial = rollout.activeTrial();
    if (trial.isPresent()) {
      return new Verdict(
          "Progressing", true, "OnTrial", revision + " " + trial.get().words() + hold(app));
    }
    return switch (rollout.preparation()) {
      case NEEDED, RUNNING ->
          new Verdict("Progressing", true, "Preparing", revision + " is being prepared");
      case DONE, FAILED ->
          new Verdict(
              "Progressing",
              true,
              "RollingOut",
              "%d of %d replicas of %s are ready%s"
                  .formatted(rollout.ready(), app.desired(), revision, hold(app)));
    };
  }

  private static Verdict degraded(AppView app) {
    var failure = app.rollout().failure();
    Stream<Optional<Verdict>> troubles =
        Stream.of(
            app.first(Phase.CRASH_LOOP_BACK_OFF).map(one -> trouble(CRASH_LOOP, one.words())),
            Optional.ofNullable(failure).map(one -> trouble(one.reason(), words(one, app))),
            app.first(Phase.NOT_READY).map(one -> trouble("ReplicaNotReady", one.words())),
            Optional.ofNullable(app.clash()).map(places -> trouble("HostClash", places)),
            Optional.ofNullable(app.nameTaken()).map(words -> trouble("ServiceNameTaken", words)),
            Optional.ofNullable(app.platformProblem())
                .map(problem -> trouble("PlatformProblem", problem)),
            Optional.ofNullable(app.recyclingTrouble())
                .map(one -> trouble(one.reason(), one.message())));
    return troubles
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> new Verdict("Degraded", false, "AsExpected", well(app)));
  }

  private static Verdict trouble(String reason, String message) {
    return new Verdict("Degraded", true, reason, message);
  }

  private static String well(AppView app) {
    var words =
        app.heldUp()
            .map(one -> "what serves is well; not ready yet: " + one.words())
            .orElse("nothing is wrong");
    return app.without() == null ? words : words + "; " + app.without();
  }

  /** What holds the newest revision up, to be appended. */
  private static String hold(AppView app) {
    return app.heldUp().map(one -> ": " + one.words()).orElse("");
  }

  /** While it is still tried, a replica's latest words are truer than those at the failure. */
  private static String words(Failure failure, AppView app) {
    return app.rollout().isGivenUp()
        ? app.rollout().failureInWords(app.rolloutWords())
        : failure.words(app.heldUp().map(Replica::words).orElse(failure.cause()));
  }
}
