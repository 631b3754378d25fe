package io.scaledapp.operator.serve;

import io.scaledapp.operator.platform.kubernetes.reconciler.BalancerPod;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Tells leaving balancers when nothing leads to them any more. */
final class Departures implements Runnable {

  private final Supplier<List<BalancerPod>> leaving;
  private final Predicate<BalancerPod> isLedTo;
  private final Consumer<String> left;

  /**
   * @param leaving the balancers that are about to leave
   * @param isLedTo whether new connections may still be led to one
   * @param left tells one that it may go; more than once
   */
  Departures(
      Supplier<List<BalancerPod>> leaving, Predicate<BalancerPod> isLedTo, Consumer<String> left) {
    this.leaving = leaving;
    this.isLedTo = isLedTo;
    this.left = left;
  }

  /** Looks at each of them; some times a second. */
  @Override
  public void run() {
    leaving.get().stream().filter(isLedTo.negate()).map(BalancerPod::name).forEach(left);
  }
}
