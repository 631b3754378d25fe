package io.scaledapp.operator.simulator;

/**
 * Knative's default autoscaler, with its defaults: concurrency at 70 % of what a replica can do, a
 * stable window of 60 s, a panic window of 6 s, looked at every 2 s.
 *
 * @see <a href="https://knative.dev/docs/serving/autoscaling/kpa-specific/">KPA's documentation</a>
 */
final class KnativePodAutoscaler implements Policy {

  private static final int TICK_SECONDS = 2;
  private static final int STABLE_WINDOW = 60;
  private static final int PANIC_WINDOW = 6;
  private static final double TARGET_UTILIZATION = 0.7;
  private static final double PANIC_THRESHOLD = 2;
  private static final double MAX_SCALE_UP_RATE = 1_000;
  private static final double MAX_SCALE_DOWN_RATE = 2;
  private static final int GRACE_TO_ZERO_SECONDS = 30;

  /** A revision's {@code timeoutSeconds}, for which its pods may finish what they have. */
  private static final Removal REMOVAL = new Removal(300, false, false);

  private final double target;
  private final SlidingMean stable = new SlidingMean(STABLE_WINDOW);
  private final SlidingMean panic = new SlidingMean(PANIC_WINDOW);
  private long panicSince = -1;
  private int mostInPanic;
  private long zeroSince = -1;
  private int desired;

  KnativePodAutoscaler(int capacity, int first) {
    this.target = capacity * TARGET_UTILIZATION;
    this.desired = first;
  }

  @Override
  public int decide(Moment moment) {
    stable.add(moment.meanConcurrency());
    panic.add(moment.meanConcurrency());
    // The activator tells at once of a request that finds no pod.
    var activation = moment.present() == 0 && moment.queued() > 0;
    if (moment.second() % TICK_SECONDS == 0 || activation) {
      desired =
          afterGrace(
              count(moment.second(), stable.mean(), panic.mean(), Math.max(1, moment.ready())),
              moment.second());
    }
    return desired;
  }

  /** The count by the means of both windows, before the grace of the last pod. */
  int count(long second, double stableMean, double panicMean, int ready) {
    var lowest = Math.floor(ready / MAX_SCALE_DOWN_RATE);
    var highest = Math.ceil(ready * MAX_SCALE_UP_RATE);
    var byStable = Math.ceil(stableMean / target);
    var byPanic = Math.ceil(panicMean / target);
    var over = byPanic / ready >= PANIC_THRESHOLD;
    if (over) {
      panicSince = second;
    } else if (panicSince >= 0 && panicSince + STABLE_WINDOW < second) {
      panicSince = -1;
      mostInPanic = 0;
    }
    var calm = (int) Math.clamp(byStable, lowest, highest);
    if (panicSince < 0) {
      return calm;
    }
    var hurried = (int) Math.clamp(byPanic, lowest, highest);
    mostInPanic = Math.max(mostInPanic, Math.max(calm, hurried));
    return mostInPanic;
  }

  private int afterGrace(int count, long second) {
    if (count > 0) {
      zeroSince = -1;
      return count;
    }
    zeroSince = zeroSince < 0 ? second : zeroSince;
    return second - zeroSince < GRACE_TO_ZERO_SECONDS ? Math.min(1, desired) : 0;
  }

  @Override
  public Removal removal() {
    return REMOVAL;
  }
}
