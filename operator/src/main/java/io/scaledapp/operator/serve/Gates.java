package io.scaledapp.operator.serve;

import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Keeps the balancers' own Service from leading to one whose connection broke, by the readiness
 * gate of its pod. That is the first sign of its death: kubelet looks once a second.
 */
final class Gates implements Runnable {

  private final BooleanSupplier leads;
  private final Supplier<Map<String, Boolean>> gates;
  private final Supplier<Set<String>> cutOff;
  private final BiConsumer<String, Boolean> open;

  /**
   * @param gates the balancers' pods by name, and whether their gate is open
   * @param cutOff those whose gate is to be shut
   * @param open opens a gate or shuts it; what fails is tried again
   */
  Gates(
      BooleanSupplier leads,
      Supplier<Map<String, Boolean>> gates,
      Supplier<Set<String>> cutOff,
      BiConsumer<String, Boolean> open) {
    this.leads = leads;
    this.gates = gates;
    this.cutOff = cutOff;
    this.open = open;
  }

  /** Changes what differs; once a second, and when balancers come and go. */
  @Override
  public void run() {
    if (leads.getAsBoolean()) {
      var shut = cutOff.get();
      gates
          .get()
          .forEach(
              (pod, isOpen) -> {
                var wanted = !shut.contains(pod);
                if (isOpen != wanted) {
                  open.accept(pod, wanted);
                }
              });
    }
  }
}
