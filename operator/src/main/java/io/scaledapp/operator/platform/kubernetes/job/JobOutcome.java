package io.scaledapp.operator.platform.kubernetes.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Objects;
import java.util.Optional;

/** What has become of a Job. Pure. */
sealed interface JobOutcome {

  /** It has not ended. */
  record Active() implements JobOutcome {}

  record Succeeded() implements JobOutcome {}

  /** With what happened, for a person. */
  record Failed(String message) implements JobOutcome {}

  static JobOutcome of(Job job) {
    if (condition(job, "Complete").isPresent()) {
      return new Succeeded();
    }
    return condition(job, "Failed")
        .<JobOutcome>map(failed -> new Failed(words(job, failed)))
        .orElseGet(Active::new);
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    var status = job.getStatus();
    return status == null
        ? Optional.empty()
        : status.getConditions().stream()
            .filter(one -> one.getType().equals(type) && one.getStatus().equals("True"))
            .findFirst();
  }

  private static String words(Job job, JobCondition failed) {
    var name = job.getMetadata().getName();
    return "the pre-rollout job failed: %s: %s; `kubectl logs job/%s` tells more"
        .formatted(
            Objects.requireNonNullElse(failed.getReason(), "Failed"),
            Objects.requireNonNullElse(failed.getMessage(), "it says no more"),
            name);
  }
}
