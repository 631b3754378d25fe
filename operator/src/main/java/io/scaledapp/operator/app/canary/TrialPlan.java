package io.scaledapp.operator.app.canary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a revision is tried before it takes the place of the one before.
 *
 * @param steps not empty; the last has all requests
 * @param analysis what the revision is judged by
 */
public record TrialPlan(List<Step> steps, Analysis analysis) {

  /** Adds the step to all requests where there is none. */
  public TrialPlan {
    if (steps.isEmpty() || !steps.getLast().isWhole()) {
      var whole = new ArrayList<>(steps);
      whole.add(new Step(100, Duration.ZERO));
      steps = whole;
    }
    steps = List.copyOf(steps);
  }
}
