package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.scaledapp.operator.app.AppEvent;
import org.jspecify.annotations.Nullable;

/**
 * How a Kubernetes Event names what happened.
 *
 * @param type Normal or Warning
 * @param word one CamelCase word
 */
record EventReason(String type, String word) {

  private static final String FROM_ZERO = "0 → ";

  /** Null for what the events of the pods tell already. */
  static @Nullable EventReason of(AppEvent event) {
    return switch (event.kind()) {
      case SCALED -> normal(event.message().startsWith(FROM_ZERO) ? "Activated" : "Scaled");
      case ROLLOUT_STARTED -> normal("RolloutStarted");
      case ROLLOUT_STEP -> normal("RolloutStep");
      case ROLLOUT_DONE -> normal("RolloutComplete");
      case ROLLOUT_FAILED -> warning("RolloutFailed");
      case READY -> normal("Ready");
      case PREPARE_FAILED -> warning("PrepareFailed");
      case REJECTED -> warning("Rejected");
      case CRASHED -> warning("ReplicaCrashed");
      case REPLICA_NOT_READY -> warning("ReplicaNotReady");
      case REPLICA_WAITING -> warning("ReplicaWaiting");
      case ADOPTED -> normal("Adopted");
      case ADOPTION_REFUSED -> warning("TargetRefused");
      case NAME_TAKEN -> warning("ServiceNameTaken");
      case RECYCLING -> normal("Recycling");
      case RECYCLED_TOO_SOON -> warning("RecycledTooSoon");
      case MEMORY_NOT_MEASURED -> warning("MemoryNotMeasured");
      case GIVEN_BACK -> normal("GivenBack");
      case JOB_FAILED -> warning("JobFailed");
      case APPLIED, PREPARING, STARTING, REPLICA_READY, DRAINING, REVIVED, STOPPED, DELETED -> null;
    };
  }

  private static EventReason normal(String word) {
    return new EventReason("Normal", word);
  }

  private static EventReason warning(String word) {
    return new EventReason("Warning", word);
  }
}
