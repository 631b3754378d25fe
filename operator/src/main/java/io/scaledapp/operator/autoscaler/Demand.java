package io.scaledapp.operator.autoscaler;

import java.time.Duration;

/**
 * What the load asks for, before any limit.
 *
 * @param stable replicas by the stable window
 * @param stableMeasure what asked for them
 * @param panic replicas by the panic window
 * @param panicMeasure what asked for them
 * @param burst the panic window's load in targets, not rounded
 */
record Demand(int stable, Measure stableMeasure, int panic, Measure panicMeasure, double burst) {

  /** The load of a window beside its target; words are made of one measure of many. */
  record Measure(double load, Target target, Duration window) {

    String words() {
      return number(load)
          + " "
          + target.metric().words()
          + " on average over "
          + number(window.toMillis() / 1_000.0)
          + " s, target "
          + number(target.perReplica())
          + " each";
    }

    /** Whole numbers as such, others with one digit. */
    private static String number(double value) {
      var tenths = Math.round(value * 10);
      var whole = Long.toString(tenths / 10);
      return tenths % 10 == 0 ? whole : whole + "." + tenths % 10;
    }

    /** The present count within the tolerance around what it is meant to carry. */
    private int replicas(Situation situation) {
      var meant = situation.present() * target.perReplica();
      var tolerable =
          load >= meant * (1 - situation.policy().down().tolerance())
              && load <= meant * (1 + situation.policy().up().tolerance());
      return tolerable ? situation.present() : (int) Math.ceil(load / target.perReplica());
    }
  }

  /** The metric that asks for the most wins, in each window by itself. */
  static Demand of(Situation situation) {
    return situation.policy().targets().stream()
        .map(target -> of(target, situation))
        .reduce(Demand::max)
        .orElseThrow();
  }

  private static Demand of(Target target, Situation situation) {
    var stable = measure(target, situation.policy().stableWindow(), situation);
    var panic = measure(target, situation.policy().panicWindow(), situation);
    return new Demand(
        stable.replicas(situation),
        stable,
        panic.replicas(situation),
        panic,
        panic.load() / target.perReplica());
  }

  private static Measure measure(Target target, Duration window, Situation situation) {
    return new Measure(situation.mean(target.metric(), window), target, window);
  }

  private Demand max(Demand other) {
    var stableOf = other.stable > stable ? other : this;
    var panicOf = other.panic > panic ? other : this;
    return new Demand(
        stableOf.stable,
        stableOf.stableMeasure,
        panicOf.panic,
        panicOf.panicMeasure,
        Math.max(burst, other.burst));
  }
}
