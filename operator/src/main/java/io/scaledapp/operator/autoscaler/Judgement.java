package io.scaledapp.operator.autoscaler;

/**
 * How near forecasts have lately been to what came, beside forecasts that nothing changes.
 *
 * @param missed mean distance of forecasts from the truth, newer ones counting more
 * @param missedByNone the same of forecasts that nothing changes
 * @param judged how many forecasts there were, at most {@link #ENOUGH}
 */
record Judgement(double missed, double missedByNone, int judged) {

  static final Judgement NONE = new Judgement(0, 0, 0);

  /** From then on a newer forecast counts by this share of one: a fifth. */
  private static final int ENOUGH = 5;

  /** How much nearer than no forecast one has to be. */
  private static final double WORTH = 0.8;

  /**
   * With one more.
   *
   * @param forecast what was forecast
   * @param then what there was when it was
   * @param truth what came
   */
  Judgement seen(double forecast, double then, double truth) {
    var count = Math.min(ENOUGH, judged + 1);
    return new Judgement(
        missed + (Math.abs(forecast - truth) - missed) / count,
        missedByNone + (Math.abs(then - truth) - missedByNone) / count,
        count);
  }

  /** Whether these numbers can have come of judging. */
  boolean isPossible() {
    return judged >= 0
        && judged <= ENOUGH
        && missed >= 0
        && missedByNone >= 0
        && Double.isFinite(missed + missedByNone);
  }

  boolean isBelieved() {
    return missed < WORTH * missedByNone;
  }

  /** The part of what no forecast misses that forecasts miss; less is better. */
  double share() {
    return missedByNone == 0 ? 1 : missed / missedByNone;
  }
}
