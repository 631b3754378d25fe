package io.scaledapp.operator.app.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One condition before it has its times.
 *
 * @param reason one CamelCase word
 * @param message for a person
 */
record Verdict(String type, boolean holds, String reason, String message) {

  /** The condition: the former one while it says the same, with its time while the status does. */
  Condition after(@Nullable List<Condition> former, long generation, Instant now) {
    var status = holds ? "True" : "False";
    var before = former(former);
    if (before == null || !status.equals(before.getStatus())) {
      return condition(status, generation, now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    var same =
        reason.equals(before.getReason())
            && message.equals(before.getMessage())
            && Objects.equals(before.getObservedGeneration(), generation);
    return same ? before : condition(status, generation, before.getLastTransitionTime());
  }

  private @Nullable Condition former(@Nullable List<Condition> former) {
    if (former != null) {
      for (var one : former) {
        if (type.equals(one.getType())) {
          return one;
        }
      }
    }
    return null;
  }

  private Condition condition(String status, long generation, String since) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
