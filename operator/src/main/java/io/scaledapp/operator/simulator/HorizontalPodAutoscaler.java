package io.scaledapp.operator.simulator;

/**
 * An HPA on the concurrency of the pods as a metrics pipeline gives it: the mean of the 15 s
 * between two looks. It does not go below one.
 */
final class HorizontalPodAutoscaler implements Policy {

  /** A pod's {@code terminationGracePeriodSeconds}. */
  static final Removal REMOVAL = new Removal(30, false, false);

  private final double target;
  private final PodAutoscalerRules rules = new PodAutoscalerRules();
  private final SlidingMean metric = new SlidingMean(PodAutoscalerRules.SYNC_SECONDS);
  private int desired;

  HorizontalPodAutoscaler(double target, int first) {
    this.target = target;
    this.desired = first;
  }

  @Override
  public int decide(Moment moment) {
    metric.add(moment.meanConcurrency());
    if (moment.second() % PodAutoscalerRules.SYNC_SECONDS == 0) {
      desired = Math.max(1, rules.count(moment.second(), metric.mean(), target, desired));
    }
    return desired;
  }

  @Override
  public Removal removal() {
    return REMOVAL;
  }
}
