package io.scaledapp.balancer;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition with a deadline. */
final class Await {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + DEADLINE + ": " + what);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }
}
