package io.scaledapp.balancer.upstream;

import static java.util.Objects.requireNonNull;

import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through its app's {@link CircuitBreaker}, from {@link #enter} to {@link
 * #release}. It tells the breaker once how the request ended: what is told first counts, and
 * nothing is told of a request that is released before. One object an exchange, used again, for its
 * event loop.
 */
public final class Passage {
  private static final Refusal TOO_MANY_IN_FLIGHT =
      new Refusal(Cause.TOO_MANY_IN_FLIGHT, "Too many requests of the app are in flight");

  private final int eventLoop;
  private @Nullable CircuitBreaker breaker;

  /** Null when it was told how the request ended. */
  private CircuitBreaker.@Nullable State entered;

  private boolean counts;
  private boolean retries;

  /** For requests on the event loop of this index. */
  public Passage(int eventLoop) {
    this.eventLoop = eventLoop;
  }

  /**
   * Why the request may not go on, or null if it may.
   *
   * @param now nanoseconds of the app's clock
   */
  public @Nullable Refusal enter(CircuitBreaker breaker, long now) {
    int most = breaker.policy().maxRequestsInFlight();
    AtomicInteger requests = breaker.inFlight().requests;
    if (most > 0 && !InFlight.tryTake(requests, most)) {
      return TOO_MANY_IN_FLIGHT;
    }
    entered = breaker.tryEnter(now);
    if (entered == null) {
      if (most > 0) {
        requests.decrementAndGet();
      }
      return open(breaker.nanosUntilTrial(now));
    }
    this.breaker = breaker;
    counts = most > 0;
    return null;
  }

  /** RFC 9110 section 10.2.3: whole seconds, so that nobody comes too early. */
  private static Refusal open(long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    long seconds = Math.max(1, (nanos + second - 1) / second);
    return new Refusal(
        Cause.CIRCUIT_OPEN, "Too many requests of the app failed", "Retry-After: " + seconds);
  }

  /**
   * An answer of a replica began.
   *
   * @param serverError whether it says that the server failed
   */
  public void answered(boolean serverError, long now) {
    tell(serverError && breaker().policy().serverErrors(), now);
  }

  /** No valid answer came. */
  public void failed(long now) {
    tell(true, now);
  }

  private void tell(boolean failure, long now) {
    CircuitBreaker.State entered = this.entered;
    this.entered = null;
    if (entered != null) {
      breaker().ended(entered, failure, eventLoop, now);
    }
  }

  /** How the request ends says nothing of the app. */
  public void forget() {
    CircuitBreaker.State entered = this.entered;
    this.entered = null;
    if (entered != null) {
      breaker().forgotten(entered);
    }
  }

  /** Whether the request may be tried once more; if so, it counts as a retry until it is over. */
  public boolean tryRetry() {
    CircuitBreakerPolicy policy = breaker().policy();
    if (!breaker().mayRetry(entered)) {
      return false;
    }
    if (policy.maxRetriesInFlight() > 0 && !retries) {
      retries = InFlight.tryTake(breaker().inFlight().retries, policy.maxRetriesInFlight());
      return retries;
    }
    return true;
  }

  /** The request is over. */
  public void release() {
    forget();
    if (counts) {
      breaker().inFlight().requests.decrementAndGet();
    }
    if (retries) {
      breaker().inFlight().retries.decrementAndGet();
    }
    counts = false;
    retries = false;
    breaker = null;
  }

  private CircuitBreaker breaker() {
    return requireNonNull(breaker, "the request entered");
  }
}
