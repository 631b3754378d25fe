package io.scaledapp.operator.app.model;

import io.scaledapp.crds.v1alpha1.Rollout;
import io.scaledapp.crds.v1alpha1.RolloutAnalysis;
import io.scaledapp.crds.v1alpha1.RolloutStep;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.canary.Analysis;
import io.scaledapp.operator.app.canary.Step;
import io.scaledapp.operator.app.canary.TrialPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From {@code spec.rollout} to how a revision is tried before it takes the other's place. */
public final class RolloutMapping {

  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** As a Deployment has it. */
  private static final int HISTORY_LIMIT = 10;

  private RolloutMapping() {}

  /**
   * The plan of a canary, and of a BlueGreen, which is one with a single step; null where replicas
   * are replaced one by one.
   *
   * @throws IllegalArgumentException with the field, if it is invalid
   */
  static @Nullable TrialPlan plan(ScaledAppSpec spec) {
    var rollout = spec.rollout();
    var strategy = rollout == null ? null : rollout.strategy();
    if (rollout == null || strategy == null) {
      return null;
    }
    return switch (strategy) {
      case ROLLING_UPDATE -> null;
      case BLUE_GREEN -> {
        var pause = Durations.parse(rollout.pause(), "spec.rollout.pause", PAUSE);
        yield new TrialPlan(List.of(new Step(100, pause)), analysis(rollout));
      }
      case CANARY -> new TrialPlan(steps(rollout.steps()), analysis(rollout));
    };
  }

  /** How many revisions are kept beside the one that serves; the default where nothing is said. */
  public static int historyLimit(@Nullable ScaledAppSpec spec) {
    var rollout = spec == null ? null : spec.rollout();
    var said = rollout == null ? null : rollout.revisionHistoryLimit();
    return said == null ? HISTORY_LIMIT : said;
  }

  private static List<Step> steps(@Nullable List<RolloutStep> said) {
    if (said == null || said.isEmpty()) {
      throw new IllegalArgumentException("spec.rollout.steps: are what strategy Canary needs");
    }
    var steps = new ArrayList<Step>();
    for (var one : said) {
      var field = "spec.rollout.steps[" + steps.size() + "].";
      if (one.weight() <= (steps.isEmpty() ? 0 : steps.getLast().weight()) || one.weight() > 100) {
        throw new IllegalArgumentException(
            field + "weight: must rise from step to step, up to 100");
      }
      steps.add(new Step(one.weight(), Durations.parse(one.pause(), field + "pause", PAUSE)));
    }
    return steps;
  }

  private static Analysis analysis(Rollout rollout) {
    var said =
        rollout.analysis() == null ? new RolloutAnalysis(null, null, null) : rollout.analysis();
    return new Analysis(
        said.minRequests() == null ? 100 : said.minRequests(),
        said.maxErrorPercent() == null ? 1 : said.maxErrorPercent(),
        said.maxLatencyPercent() == null ? 50 : said.maxLatencyPercent());
  }
}
