package io.scaledapp.operator.app.status;

import io.scaledapp.operator.autoscaler.Decision;
import io.scaledapp.operator.autoscaler.Decision.Limit;
import org.jspecify.annotations.Nullable;

/** The conditions ScalingActive and ScalingLimited, with the reasons of the Kubernetes HPA. */
final class ScalingVerdicts {

  private ScalingVerdicts() {}

  static Verdict active(AppView app) {
    var refusal = app.refusal();
    if (refusal != null) {
      return active(false, refusal.reason(), refusal.message());
    }
    if (app.model().paused()) {
      return active(
          false, "Paused", "the annotation scaledapp.io/paused keeps everything as it is");
    }
    var decision = app.decision();
    if (decision == null) {
      return active(false, "NotDecided", "no decision has been made yet");
    }
    if (app.model().source().getSpec().suspended()) {
      return active(false, "Suspended", "spec.suspend is true");
    }
    if (decision.limit() == Limit.FIXED) {
      return active(
          false, "ScalingDisabled", "spec.replicas fixes the count" + kept(app.keeping()));
    }
    if (!app.load().complete()) {
      return active(
          false, "LoadUnknown", "a balancer has not reported for 30 s; no decrease until then");
    }
    return active(true, "ValidMetricFound", decision.reason() + kept(app.keeping()));
  }

  private static String kept(int replicas) {
    return switch (replicas) {
      case 0 -> "";
      case 1 -> "; 1 replica that is to go keeps its sessions until they end";
      default ->
          "; %d replicas that are to go keep their sessions until they end".formatted(replicas);
    };
  }

  static Verdict limited(AppView app) {
    var decision = app.decision();
    var limit = decision == null ? Limit.NONE : decision.limit();
    return switch (limit) {
      case NONE, FIXED, RECENT_NEED ->
          limited(false, "DesiredWithinRange", "the load has what it asks for");
      case MIN_REPLICAS -> limited("TooFewReplicas", decision);
      case MAX_REPLICAS -> limited("TooManyReplicas", decision);
      case SCALE_UP_RULES -> limited("ScaleUpLimit", decision);
      case SCALE_DOWN_RULES -> limited("ScaleDownLimit", decision);
      case PANIC -> limited("Panic", decision);
      case LOAD_UNKNOWN -> limited("LoadUnknown", decision);
    };
  }

  private static Verdict limited(String reason, @Nullable Decision decision) {
    return limited(true, reason, decision == null ? reason : decision.reason());
  }

  private static Verdict active(boolean holds, String reason, String message) {
    return new Verdict("ScalingActive", holds, reason, message);
  }

  private static Verdict limited(boolean holds, String reason, String message) {
    return new Verdict("ScalingLimited", holds, reason, message);
  }
}
