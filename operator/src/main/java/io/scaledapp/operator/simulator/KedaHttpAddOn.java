package io.scaledapp.operator.simulator;

/**
 * KEDA's HTTP add-on: requests in flight over its target, from one up by an HPA that it feeds; from
 * zero as soon as a request is held, to zero after 300 s of quiet.
 *
 * @see <a href="https://github.com/kedacore/http-add-on/blob/main/docs/design.md">its design</a>
 */
final class KedaHttpAddOn implements Policy {

  private static final int COOLDOWN_SECONDS = 300;

  private final double target;
  private final boolean toZero;
  private final PodAutoscalerRules rules = new PodAutoscalerRules();
  private long activeAt;
  private int desired;

  /**
   * Begins with a count.
   *
   * @param toZero whether an idle app has no replica
   */
  KedaHttpAddOn(double target, boolean toZero, int first) {
    this.target = target;
    this.toZero = toZero;
    this.desired = first;
  }

  @Override
  public int decide(Moment moment) {
    if (moment.concurrency() > 0 || moment.requests() > 0) {
      activeAt = moment.second();
    }
    if (desired == 0) {
      desired = moment.queued() > 0 ? 1 : 0;
    } else if (toZero && moment.second() - activeAt >= COOLDOWN_SECONDS) {
      desired = 0;
    } else if (moment.second() % PodAutoscalerRules.SYNC_SECONDS == 0) {
      desired = Math.max(1, rules.count(moment.second(), moment.concurrency(), target, desired));
    }
    return desired;
  }

  @Override
  public Removal removal() {
    return HorizontalPodAutoscaler.REMOVAL;
  }
}
