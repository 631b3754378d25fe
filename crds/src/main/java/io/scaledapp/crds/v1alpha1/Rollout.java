package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a revision takes the place of the one before. */
@ValidationRule(
    value = "has(self.steps) == (has(self.strategy) && self.strategy == 'Canary')",
    message = "must be given with strategy Canary, and with no other",
    fieldPath = ".steps",
    reason = "FieldValueInvalid")
@ValidationRule(
    value = "!has(self.pause) || (has(self.strategy) && self.strategy == 'BlueGreen')",
    message = "is for strategy BlueGreen only; a canary's steps have their own",
    fieldPath = ".pause",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "!has(self.analysis) || (has(self.strategy) && self.strategy != 'RollingUpdate')",
    message = "is for strategies Canary and BlueGreen only",
    fieldPath = ".analysis",
    reason = "FieldValueForbidden")
@JsonIgnoreProperties(ignoreUnknown = true)
public record Rollout(
    @JsonPropertyDescription(
            "RollingUpdate replaces replica by replica. BlueGreen starts all replicas of the new"
                + " revision beside the others and gives it all requests at once. Canary gives it a"
                + " share that rises by steps. The last two keep the revision before whole until the"
                + " end, and go back to it when the new one is worse.")
        @Default("RollingUpdate")
        @Nullable RolloutStrategy strategy,
    @JsonPropertyDescription(
            "The stages of a Canary, with rising weights. After the last one the new revision gets"
                + " all requests.")
        @Size(min = 1, max = 10)
        @ValidationRule(
            value =
                "[0,1,2,3,4,5,6,7,8].all(i, i + 1 >= size(self) || self[i].weight < self[i +"
                    + " 1].weight)",
            message = "must have rising weights")
        @Nullable List<RolloutStep> steps,
    @JsonPropertyDescription(
            "How long a BlueGreen keeps the revision before, ready to go back, after the new one got"
                + " all requests. A duration. Default: 1m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @ValidationRule(
            value = "duration(self) <= duration('24h')",
            message = "must be at most 24h")
        @Nullable String pause,
    @JsonPropertyDescription("What the new revision is judged by, against the one before.")
        @Nullable RolloutAnalysis analysis,
    @JsonPropertyDescription(
            "A command that must succeed before the first replica of a revision starts, such as a"
                + " migration of a database: it runs once for each revision, not once a replica."
                + " While it runs, and when it fails, replicas of the revision before go on.")
        @Nullable RolloutJob before,
    @JsonPropertyDescription(
            "How many revisions are kept beside the one that serves, to go back to.")
        @Min(0)
        @Max(100)
        @Default("10")
        @Nullable Integer revisionHistoryLimit) {

  /** Replica by replica, after a job. */
  public Rollout(@Nullable RolloutJob before) {
    this(null, null, null, null, before, null);
  }

  /** With as many revisions kept as a Deployment keeps. */
  public Rollout(
      @Nullable RolloutStrategy strategy,
      @Nullable List<RolloutStep> steps,
      @Nullable String pause,
      @Nullable RolloutAnalysis analysis,
      @Nullable RolloutJob before) {
    this(strategy, steps, pause, analysis, before, null);
  }
}
