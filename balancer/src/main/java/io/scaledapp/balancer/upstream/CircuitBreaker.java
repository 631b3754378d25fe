package io.scaledapp.balancer.upstream;

import static java.util.Objects.requireNonNull;

import io.scaledapp.balancer.control.CircuitBreakerPolicy;
import io.scaledapp.balancer.metrics.CircuitStatus;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spares an app whose requests fail the requests that would fail too, and their clients the wait.
 * Closed, it lets all requests through and counts how they end. When too many fail it is open, and
 * lets none through for a while. Half-open, it lets a few try: it is closed when they succeed, and
 * open again when one fails.
 *
 * <p>A request keeps the state that let it through: after a change of state it says nothing any
 * more. Any thread, without a lock: each event loop counts for itself, and a change of state is one
 * exchange of a reference.
 */
public final class CircuitBreaker {

  /** Told of changes, on any thread. */
  interface Listener {
    /** From here on requests are refused, since so many of so many failed. */
    void opened(long failed, long ended);

    /** From here on all requests are let through. */
    void closed();
  }

  /** What holds for requests that begin. */
  sealed interface State {}

  private static final class Closed implements State {
    /** One an event loop. */
    private final List<FailureWindow> windows;

    Closed(CircuitBreakerPolicy policy, int eventLoops, long now) {
      windows =
          Stream.generate(() -> new FailureWindow(policy.window(), now)).limit(eventLoops).toList();
    }

    void count(boolean failure, int eventLoop, long now) {
      windows.get(eventLoop).count(failure, now);
    }

    long ended(long now) {
      long sum = 0;
      for (FailureWindow window : windows) {
        sum += window.ended(now);
      }
      return sum;
    }

    long failed(long now) {
      long sum = 0;
      for (FailureWindow window : windows) {
        sum += window.failed(now);
      }
      return sum;
    }
  }

  private static final class Open implements State {
    /** Nanoseconds of a monotonic clock. */
    private final long until;

    Open(long until) {
      this.until = until;
    }

    boolean isOver(long now) {
      return now - until >= 0;
    }
  }

  private static final class HalfOpen implements State {
    private final Trials trials;

    HalfOpen(Trials trials) {
      this.trials = trials;
    }
  }

  private final CircuitBreakerPolicy policy;
  private final int eventLoops;
  private final InFlight inFlight;
  private final Listener listener;
  private final AtomicReference<State> state;
  private final AtomicLong openings = new AtomicLong();

  /**
   * A closed one.
   *
   * @param inFlight what the app has in flight
   * @param now nanoseconds of a monotonic clock
   */
  CircuitBreaker(
      CircuitBreakerPolicy policy, int eventLoops, InFlight inFlight, Listener listener, long now) {
    this.policy = policy;
    this.eventLoops = eventLoops;
    this.inFlight = inFlight;
    this.listener = listener;
    state = new AtomicReference<>(new Closed(policy, eventLoops, now));
  }

  private State present() {
    return requireNonNull(state.get(), "there is a state from the start");
  }

  CircuitBreakerPolicy policy() {
    return policy;
  }

  InFlight inFlight() {
    return inFlight;
  }

  /** A request wants through; returns the state that lets it, or null if it may not. */
  @Nullable State tryEnter(long now) {
    while (true) {
      switch (present()) {
        case Closed closed -> {
          return closed;
        }
        case HalfOpen half -> {
          return half.trials.tryTake(now) ? half : null;
        }
        case Open open -> {
          if (!open.isOver(now)) {
            return null;
          }
          state.compareAndSet(open, new HalfOpen(new Trials(policy, now)));
        }
      }
    }
  }

  /**
   * A request succeeded or failed; to be told once at most.
   *
   * @param entered what {@link #tryEnter} returned
   * @param eventLoop the calling thread's
   */
  void ended(State entered, boolean failure, int eventLoop, long now) {
    if (entered != present()) {
      return;
    }
    switch (entered) {
      case Closed closed -> {
        closed.count(failure, eventLoop, now);
        if (failure) {
          judge(closed, now);
        }
      }
      case HalfOpen half -> {
        if (failure) {
          open(half, 1, 1, now);
        } else if (half.trials.succeeded()) {
          close(half, now);
        }
      }
      case Open open -> {}
    }
  }

  private void judge(Closed closed, long now) {
    long ended = closed.ended(now);
    if (policy.failurePercent() > 0 && ended >= policy.minRequests()) {
      long failed = closed.failed(now);
      if (failed * 100 >= ended * policy.failurePercent()) {
        open(closed, failed, ended, now);
      }
    }
  }

  private void open(State from, long failed, long ended, long now) {
    if (state.compareAndSet(from, new Open(now + policy.openFor().toNanos()))) {
      openings.incrementAndGet();
      listener.opened(failed, ended);
    }
  }

  private void close(HalfOpen from, long now) {
    if (state.compareAndSet(from, new Closed(policy, eventLoops, now))) {
      listener.closed();
    }
  }

  /** The request says nothing of the app, since its client left, for example. */
  void forgotten(State entered) {
    if (entered instanceof HalfOpen half) {
      half.trials.giveBack();
    }
  }

  /** Whether a request that was let through may be tried again: not if others are refused now. */
  boolean mayRetry(@Nullable State entered) {
    State state = present();
    return state instanceof Closed || state == entered;
  }

  /** Nanoseconds until requests may be tried, from 0. */
  long nanosUntilTrial(long now) {
    return switch (present()) {
      case Open open -> Math.max(0, open.until - now);
      case HalfOpen half -> half.trials.nanosUntilNext(now);
      case Closed closed -> 0;
    };
  }

  /** How it stands with it, as that of {@code app}. */
  CircuitStatus status(String app, long now) {
    var name =
        switch (present()) {
          case Closed closed -> CircuitStatus.State.CLOSED;
          case HalfOpen half -> CircuitStatus.State.HALF_OPEN;
          case Open open ->
              open.isOver(now) ? CircuitStatus.State.HALF_OPEN : CircuitStatus.State.OPEN;
        };
    return new CircuitStatus(app, name, openings.get());
  }
}
