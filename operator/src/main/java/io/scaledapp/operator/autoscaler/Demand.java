package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.util.Locale;

/**
 * What the load asks for, before any limit.
 *
 * @param stable replicas by the stable window
 * @param stableReason the measure that asked for them
 * @param panic replicas by the panic window
 * @param panicReason the measure that asked for them
 * @param burst the panic window's load in targets, not rounded
 */
record Demand(int stable, String stableReason, int panic, String panicReason, double burst) {

  /** The metric that asks for the most wins, in each window by itself. */
  static Demand of(Situation situation) {
    return situation.policy().targets().stream()
        .map(target -> of(target, situation))
        .reduce(Demand::max)
        .orElseThrow();
  }

  private static Demand of(Target target, Situation situation) {
    var policy = situation.policy();
    var stable = situation.mean(target.metric(), policy.stableWindow());
    var panic = situation.mean(target.metric(), policy.panicWindow());
    return new Demand(
        replicas(stable, target, situation),
        words(stable, target, policy.stableWindow()),
        replicas(panic, target, situation),
        words(panic, target, policy.panicWindow()),
        panic / target.perReplica());
  }

  /** The present count within the tolerance around what it is meant to carry. */
  private static int replicas(double load, Target target, Situation situation) {
    var meant = situation.present() * target.perReplica();
    var tolerable =
        load >= meant * (1 - situation.policy().down().tolerance())
            && load <= meant * (1 + situation.policy().up().tolerance());
    return tolerable ? situation.present() : (int) Math.ceil(load / target.perReplica());
  }

  private Demand max(Demand other) {
    var stableOf = other.stable > stable ? other : this;
    var panicOf = other.panic > panic ? other : this;
    return new Demand(
        stableOf.stable,
        stableOf.stableReason,
        panicOf.panic,
        panicOf.panicReason,
        Math.max(burst, other.burst));
  }

  private static String words(double load, Target target, Duration window) {
    return "%s %s on average over %s s, target %s each"
        .formatted(
            number(load),
            target.metric().words(),
            number(window.toMillis() / 1_000.0),
            number(target.perReplica()));
  }

  /** Whole numbers as such, others with one digit. */
  private static String number(double value) {
    var tenths = Math.round(value * 10) / 10.0;
    var format = tenths == Math.rint(tenths) ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, format, tenths);
  }
}
