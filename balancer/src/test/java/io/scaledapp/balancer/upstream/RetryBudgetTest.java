package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.RetryPolicy;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private static final RetryPolicy POLICY = RetryPolicy.DEFAULT;

  private long now = Long.MAX_VALUE - 1_000;
  private long requests;
  private final RetryBudget budget = new RetryBudget(now);

  private int taken() {
    int taken = 0;
    while (budget.tryTake(POLICY, requests, now)) {
      taken++;
    }
    return taken;
  }

  private void passSecond(long more) {
    now += Duration.ofSeconds(1).toNanos();
    requests += more;
    budget.sample(requests, now);
  }

  @Test
  void aHundredRetriesAreThereWhateverTheLoad() {
    assertThat(taken()).isEqualTo(100);
  }

  @Test
  void aFifthOfTheRequestsOfTenSecondsMayBeTriedAgainAtOnce() {
    for (int second = 0; second < 60; second++) {
      passSecond(1_000);
    }

    assertThat(taken()).isEqualTo(2_000);
    assertThat(taken()).isZero();
  }

  @Test
  void budgetThatIsUsedUpIsBackAfterTheWindow() {
    taken();
    for (int second = 0; second < 9; second++) {
      passSecond(10);
      assertThat(taken()).isZero();
    }
    passSecond(10);
    passSecond(10);

    assertThat(taken()).isEqualTo(100);
  }

  @Property
  void retriesNeverMultiplyTheLoad(
      @ForAll @Size(min = 20, max = 60) List<@IntRange(min = 0, max = 5_000) Integer> load) {
    long taken = 0;
    for (int more : load) {
      passSecond(more);
      taken += taken();
    }

    // A quarter, since a window may be a sample longer than its time.
    assertThat(taken).isLessThanOrEqualTo(requests / 4 + 100L * (load.size() / 10 + 1));
  }
}
