package io.scaledapp.balancer.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.metrics.CircuitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PassageTest {
  private static final Duration OPEN = Duration.ofMillis(2_500);

  private final InFlight inFlight = new InFlight();
  private final Passage passage = new Passage(0);
  private final Passage other = new Passage(0);
  private long now;

  private static final class Nobody implements CircuitBreaker.Listener {
    @Override
    public void opened(long failed, long ended) {}

    @Override
    public void closed() {}
  }

  private CircuitBreaker breaker(boolean serverErrors, int maxRequests, int maxRetries) {
    var policy =
        new CircuitBreakerPolicy(50, 1, OPEN, OPEN, 1, serverErrors, maxRequests, maxRetries);
    return new CircuitBreaker(policy, 1, inFlight, new Nobody(), now);
  }

  private static Cause cause(@Nullable Refusal refusal) {
    return requireNonNull(refusal).cause();
  }

  private CircuitStatus.State state(CircuitBreaker breaker) {
    return breaker.status("app", now).state();
  }

  @Test
  void refusalSaysInHowManyWholeSecondsToComeAgain() {
    var breaker = breaker(true, 0, 0);
    assertThat(passage.enter(breaker, now)).isNull();
    passage.failed(now);
    var refusal = requireNonNull(other.enter(breaker, now));
    assertThat(refusal.cause()).isEqualTo(Cause.CIRCUIT_OPEN);
    assertThat(refusal.field()).isEqualTo("Retry-After: 3");
  }

  @Test
  void whatIsToldFirstCounts() {
    var breaker = breaker(true, 0, 0);
    passage.enter(breaker, now);
    passage.answered(false, now);
    passage.failed(now);
    passage.release();
    assertThat(state(breaker)).isEqualTo(CircuitStatus.State.CLOSED);
  }

  @Test
  void serverErrorIsAFailureIfThePolicySaysSo() {
    var lenient = breaker(false, 0, 0);
    passage.enter(lenient, now);
    passage.answered(true, now);
    passage.release();
    assertThat(state(lenient)).isEqualTo(CircuitStatus.State.CLOSED);

    var strict = breaker(true, 0, 0);
    passage.enter(strict, now);
    passage.answered(true, now);
    assertThat(state(strict)).isEqualTo(CircuitStatus.State.OPEN);
  }

  @Test
  void trialThatIsReleasedUntoldMakesPlaceForAnother() {
    var breaker = breaker(true, 1, 1);
    passage.enter(breaker, now);
    passage.failed(now);
    passage.release();
    now += OPEN.toNanos();
    for (int i = 0; i < 3; i++) {
      assertThat(passage.enter(breaker, now)).isNull();
      passage.release();
    }
  }

  @Test
  void refusedRequestsHoldNothing() {
    var breaker = breaker(true, 1, 0);
    passage.enter(breaker, now);
    assertThat(cause(other.enter(breaker, now))).isEqualTo(Cause.TOO_MANY_IN_FLIGHT);
    passage.failed(now);
    passage.release();
    assertThat(cause(passage.enter(breaker, now))).isEqualTo(Cause.CIRCUIT_OPEN);
    assertThat(inFlight.requests).hasValue(0);
  }

  @Test
  void retriesInFlightAreBoundedWhateverOneRequestTakes() {
    var breaker = breaker(true, 0, 1);
    passage.enter(breaker, now);
    other.enter(breaker, now);
    assertThat(passage.tryRetry()).isTrue();
    assertThat(passage.tryRetry()).isTrue();
    assertThat(other.tryRetry()).isFalse();
    passage.release();
    assertThat(other.tryRetry()).isTrue();
    other.release();
    assertThat(inFlight.retries).hasValue(0);
  }

  @Test
  void whatIsInFlightOutlivesAChangeOfThePolicy() {
    passage.enter(breaker(true, 1, 0), now);
    var next = breaker(false, 1, 0);
    assertThat(cause(other.enter(next, now))).isEqualTo(Cause.TOO_MANY_IN_FLIGHT);
    passage.release();
    assertThat(other.enter(next, now)).isNull();
  }

  /** Eight requests at a time over four event loops, that end in all ways. */
  @Test
  void nothingIsLeftOverWhereManyThreadsPass() throws InterruptedException {
    int loops = 4;
    var policy = new CircuitBreakerPolicy(50, 10, OPEN, Duration.ofNanos(50), 2, true, 6, 3);
    var shared = new CircuitBreaker(policy, loops, inFlight, new Nobody(), now);
    var clock = new AtomicLong();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < loops; i++) {
      int loop = i;
      threads.add(Thread.ofPlatform().start(() -> passOften(shared, loop, clock)));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(inFlight.requests).hasValue(0);
    assertThat(inFlight.retries).hasValue(0);
    now = clock.addAndGet(1_000);
    for (int i = 0; i < policy.trialRequests(); i++) {
      assertThat(passage.enter(shared, now)).isNull();
      passage.answered(false, now);
      passage.release();
    }
    assertThat(state(shared)).isEqualTo(CircuitStatus.State.CLOSED);
  }

  private static void passOften(CircuitBreaker breaker, int loop, AtomicLong clock) {
    var random = new Random(loop);
    var one = new Passage(loop);
    var two = new Passage(loop);
    for (int i = 0; i < 20_000; i++) {
      boolean first = one.enter(breaker, clock.incrementAndGet()) == null;
      boolean second = two.enter(breaker, clock.incrementAndGet()) == null;
      if (first) {
        end(one, random, clock);
      }
      if (second) {
        end(two, random, clock);
      }
    }
  }

  private static void end(Passage passage, Random random, AtomicLong clock) {
    switch (random.nextInt(4)) {
      case 0 -> passage.answered(false, clock.get());
      case 1 -> passage.failed(clock.get());
      case 2 -> passage.tryRetry();
      default -> {}
    }
    passage.release();
  }
}
