package io.scaledapp.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition with a deadline; the only place in these tests that sleeps. */
public final class Await {

  private static final Duration STEP = Duration.ofMillis(50);

  private Await() {}

  /** Returns the first value that satisfies the condition, or fails with the last one seen. */
  public static <T> T until(
      String what, Duration limit, Supplier<T> value, Predicate<T> condition) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      var seen = value.get();
      if (condition.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not within " + limit.toSeconds() + " s: " + what + "; last seen: " + seen);
      }
      pause(STEP);
    }
  }

  public static void until(String what, Duration limit, Supplier<Boolean> condition) {
    var unused = until(what, limit, condition, Boolean::booleanValue);
  }

  public static void pause(Duration duration) {
    var unused =
        unchecked(
            () -> {
              Thread.sleep(duration);
              return true;
            });
  }

  /** Runs what throws checked exceptions where none can be declared. */
  public static <T> T unchecked(Callable<T> call) {
    try {
      return call.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
