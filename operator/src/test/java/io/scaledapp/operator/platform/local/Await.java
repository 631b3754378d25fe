package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline that a loaded machine does not reach. */
public final class Await {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Await() {}

  /** Asks until the answer fits, and returns it; fails with the last answer. */
  public static <T> T until(Supplier<T> question, Predicate<T> fits) {
    var deadline = System.nanoTime() + DEADLINE.toNanos();
    var answer = question.get();
    while (!fits.test(answer) && System.nanoTime() - deadline < 0) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      answer = question.get();
    }
    assertThat(answer).matches(fits, "what was waited for");
    return answer;
  }
}
