package io.scaledapp.balancer.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.metrics.CircuitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CircuitBreakerPropertyTest {
  private static final int LOOPS = 2;
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final CircuitBreakerPolicy POLICY =
      new CircuitBreakerPolicy(50, 10, Duration.ofSeconds(10), OPEN, 3, true, 0, 0);

  /** Notes what it is told. */
  private static final class Told implements CircuitBreaker.Listener {
    final List<String> changes = new ArrayList<>();

    @Override
    public void opened(long failed, long ended) {
      changes.add("opened by %d of %d".formatted(failed, ended));
    }

    @Override
    public void closed() {
      changes.add("closed");
    }
  }

  private final Told told = new Told();
  private long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();
  private CircuitBreaker breaker = breaker(POLICY);

  private CircuitBreaker breaker(CircuitBreakerPolicy policy) {
    return new CircuitBreaker(policy, LOOPS, new InFlight(), told, now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private CircuitStatus.State state() {
    return breaker.status("app", now).state();
  }

  private CircuitBreaker.State enter() {
    return requireNonNull(breaker.tryEnter(now));
  }

  /** Lets requests in that end at once, on all event loops in turn. */
  private void end(int requests, boolean failure) {
    for (int i = 0; i < requests; i++) {
      breaker.ended(enter(), failure, i % LOOPS, now);
    }
  }

  private void open() {
    end(10, true);
    assertThat(state()).isEqualTo(CircuitStatus.State.OPEN);
  }

  @Test
  void opensAtTheShareOfFailuresOverAllEventLoops() {
    end(10, false);
    end(9, true);
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
    end(1, true);
    assertThat(state()).isEqualTo(CircuitStatus.State.OPEN);
    assertThat(breaker.tryEnter(now)).isNull();
    assertThat(told.changes).containsExactly("opened by 10 of 20");
  }

  @Test
  void tooFewRequestsSayNothing() {
    end(9, true);
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
  }

  @Test
  void failuresBeforeTheWindowCountNoMore() {
    end(9, true);
    pass(Duration.ofSeconds(11));
    end(9, true);
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
  }

  @Test
  void withoutAShareItNeverOpens() {
    breaker = breaker(new CircuitBreakerPolicy(0, 1, OPEN, OPEN, 1, true, 0, 0));
    end(100, true);
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
  }

  @Test
  void closesWhenAllTrialsSucceedAndCountsAnew() {
    open();
    pass(OPEN);
    end(2, false);
    assertThat(state()).isEqualTo(CircuitStatus.State.HALF_OPEN);
    end(1, false);
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
    end(9, true);
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
    assertThat(told.changes).containsExactly("opened by 10 of 10", "closed");
  }

  @Test
  void opensAgainWhenATrialFails() {
    open();
    pass(OPEN);
    end(1, true);
    assertThat(breaker.nanosUntilTrial(now)).isEqualTo(OPEN.toNanos());
    assertThat(breaker.status("app", now).openings()).isEqualTo(2);
  }

  @Test
  void trialWhoseClientLeftMakesPlaceForAnother() {
    open();
    pass(OPEN);
    var left = enter();
    enter();
    enter();
    assertThat(breaker.tryEnter(now)).isNull();
    breaker.forgotten(left);
    enter();
    assertThat(breaker.tryEnter(now)).isNull();
  }

  @Test
  void trialsThatTakeLongDoNotKeepOthersFromTrying() {
    open();
    pass(OPEN);
    IntStream.range(0, 3).forEach(i -> enter());
    pass(OPEN.minusNanos(1));
    assertThat(breaker.tryEnter(now)).isNull();
    assertThat(breaker.nanosUntilTrial(now)).isEqualTo(1);
    pass(Duration.ofNanos(1));
    end(3, false);
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
  }

  @Test
  void requestFromBeforeItOpenedSaysNothingOfItsTrials() {
    var early = enter();
    open();
    pass(OPEN);
    enter();
    breaker.ended(early, true, 0, now);
    assertThat(state()).isEqualTo(CircuitStatus.State.HALF_OPEN);
  }

  @Test
  void requestIsTriedAgainOnlyWhereOthersAreLetThrough() {
    var early = enter();
    assertThat(breaker.mayRetry(early)).isTrue();
    open();
    assertThat(breaker.mayRetry(early)).isFalse();
    pass(OPEN);
    var trial = enter();
    assertThat(breaker.mayRetry(early)).isFalse();
    assertThat(breaker.mayRetry(trial)).isTrue();
  }

  /** Whatever happens in whatever order: it is never stuck, and never lets too many try. */
  @Property
  void trialsAreBoundedAndSuccessClosesIt(@ForAll long seed) {
    breaker = breaker(POLICY);
    var random = new Random(seed);
    var inFlight = new ArrayList<CircuitBreaker.State>();
    for (int i = 0; i < 500; i++) {
      pass(Duration.ofMillis(random.nextInt(1000)));
      if (inFlight.isEmpty() || random.nextInt(3) > 0) {
        enterAsMayBe(inFlight);
      } else {
        endOne(inFlight.remove(random.nextInt(inFlight.size())), random);
      }
    }
    inFlight.forEach(breaker::forgotten);
    if (state() != CircuitStatus.State.CLOSED) {
      pass(OPEN);
      end(POLICY.trialRequests(), false);
    }
    assertThat(state()).isEqualTo(CircuitStatus.State.CLOSED);
  }

  private void endOne(CircuitBreaker.State entered, Random random) {
    if (random.nextInt(4) == 0) {
      breaker.forgotten(entered);
    } else {
      breaker.ended(entered, random.nextInt(3) > 0, random.nextInt(LOOPS), now);
    }
  }

  /** As many as there may be at this moment. */
  private void enterAsMayBe(List<CircuitBreaker.State> inFlight) {
    boolean isClosed = state() == CircuitStatus.State.CLOSED;
    CircuitBreaker.@Nullable State entered = breaker.tryEnter(now);
    for (int i = 1; !isClosed && entered != null; i++) {
      assertThat(i).isLessThanOrEqualTo(POLICY.trialRequests());
      inFlight.add(entered);
      entered = breaker.tryEnter(now);
    }
    if (entered != null) {
      inFlight.add(entered);
    }
  }
}
