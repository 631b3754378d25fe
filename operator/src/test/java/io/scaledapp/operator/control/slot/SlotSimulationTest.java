package io.scaledapp.operator.control.slot;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SlotSimulationTest {

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void limitHoldsAtEveryStepAndEveryRequestGetsItsSlot(
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 4) int limit,
      @ForAll @IntRange(min = 1, max = 4) int replicas,
      @ForAll @IntRange(min = 1, max = 5) int balancers) {
    new SlotSimulation(seed, limit, replicas, balancers).run();
  }
}
