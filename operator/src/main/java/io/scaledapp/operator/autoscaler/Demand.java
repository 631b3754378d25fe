package io.scaledapp.operator.autoscaler;

import java.time.Duration;

/**
 * What the load asks for, before any limit.
 *
 * @param stable replicas by the stable window
 * @param stableMeasure what asked for them
 * @param load that of the latest seconds, in targets, not rounded
 * @param panic replicas by the panic window
 * @param panicMeasure what asked for them
 * @param burst the panic window's load in targets, not rounded
 * @param clearing replicas that serve the panic window's load and clear what waits
 * @param clearingMeasure what asked for them
 */
record Demand(
    int stable,
    Measure stableMeasure,
    double load,
    int panic,
    Measure panicMeasure,
    double burst,
    int clearing,
    Measure clearingMeasure) {

  /**
   * The load of a window beside its target; words are made of one measure of many.
   *
   * @param mean of the window
   * @param backlog what it takes to clear what waits now
   */
  record Measure(double mean, double backlog, Target target, Duration window) {

    private double load() {
      return mean + backlog;
    }

    String words() {
      return number(mean)
          + " "
          + target.metric().words()
          + " on average over "
          + number(window.toMillis() / 1_000.0)
          + " s"
          + (backlog > 0 ? " and " + number(backlog) + " for those that wait" : "")
          + ", target "
          + number(target.perReplica())
          + (target.learned() ? " each as learned" : " each");
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
          load() >= meant * (1 - situation.policy().down().tolerance())
              && load() <= meant * (1 + situation.policy().up().tolerance());
      return tolerable ? situation.present() : (int) Math.ceil(load() / target.perReplica());
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
    var policy = situation.policy();
    var stable = measure(target, policy.stableWindow(), 0, situation);
    var panic = measure(target, policy.panicWindow(), 0, situation);
    var latest = measure(target, Outlook.window(policy), 0, situation);
    var backlog = situation.backlog(target.metric());
    var clearing = measure(target, policy.panicWindow(), backlog, situation);
    return new Demand(
        stable.replicas(situation),
        stable,
        latest.load() / target.perReplica(),
        panic.replicas(situation),
        panic,
        panic.load() / target.perReplica(),
        backlog > 0 ? clearing.replicas(situation) : 0,
        clearing);
  }

  private static Measure measure(
      Target target, Duration window, double backlog, Situation situation) {
    return new Measure(situation.mean(target.metric(), window), backlog, target, window);
  }

  private Demand max(Demand other) {
    var stableOf = other.stable > stable ? other : this;
    var panicOf = other.panic > panic ? other : this;
    var clearingOf = other.clearing > clearing ? other : this;
    return new Demand(
        stableOf.stable,
        stableOf.stableMeasure,
        Math.max(load, other.load),
        panicOf.panic,
        panicOf.panicMeasure,
        Math.max(burst, other.burst),
        clearingOf.clearing,
        clearingOf.clearingMeasure);
  }
}
