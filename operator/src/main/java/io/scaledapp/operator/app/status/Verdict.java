package io.scaledapp.operator.app.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One condition before it has its times.
 *
 * @param reason one CamelCase word
 * @param message for a person
 */
record Verdict(String type, boolean holds, String reason, String message) {

  /** The condition, with the time of the former one while the status stays the same. */
  Condition after(@Nullable List<Condition> former, long generation, Instant now) {
    var status = holds ? "True" : "False";
    var since =
        former == null
            ? now(now)
            : former.stream()
                .filter(one -> type.equals(one.getType()) && status.equals(one.getStatus()))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElseGet(() -> now(now));
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }

  private static String now(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
