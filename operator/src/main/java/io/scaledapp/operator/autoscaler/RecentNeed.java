package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The counts that the load of the latest time asked for, in steps of {@link #STEP}, of which each
 * has the most that was asked for in it. What a share of that time needed is held, rather than the
 * most of a shorter time: for the same replica-seconds it has fewer replicas missing when bursts
 * come back, and a burst that is short and alone is not held at all.
 *
 * @param spans the oldest first, each until the next one begins
 */
record RecentNeed(List<Span> spans) {

  /** Bounds the memory of an app: 10 min are 120 spans at most. */
  static final Duration STEP = Duration.ofSeconds(5);

  /**
   * One count for some time.
   *
   * @param count what was asked for
   */
  record Span(Instant from, int count) {}

  RecentNeed {
    spans = List.copyOf(spans);
  }

  /** Begins as if the count had been asked for all the time, so that a restart lowers nothing. */
  static RecentNeed of(int count) {
    return new RecentNeed(List.of(new Span(Instant.MIN, count)));
  }

  /** With a count of now, and without what ended before the window. */
  RecentNeed with(int count, Duration window, Instant now) {
    var kept = new ArrayList<Span>(spans.size() + 1);
    var from = now.minus(window);
    for (var index = 0; index < spans.size(); index++) {
      if (index == spans.size() - 1 || spans.get(index + 1).from().isAfter(from)) {
        kept.add(spans.get(index));
      }
    }
    var last = kept.getLast();
    var sameStep = last.from().isAfter(now.minus(STEP));
    if (sameStep && count > last.count()) {
      kept.set(kept.size() - 1, new Span(last.from(), count));
    } else if (!sameStep && count != last.count()) {
      kept.add(new Span(now, count));
    }
    return new RecentNeed(kept);
  }

  /**
   * The count that was enough for a share of the window.
   *
   * @param share of the time, above 0, at most 1
   */
  int enoughFor(double share, Duration window, Instant now) {
    var left = (1 - share) * window.toNanos();
    // The few highest counts are all that is looked at, mostly; sorting would cost more.
    for (var count = highestBelow(Integer.MAX_VALUE); count >= 0; count = highestBelow(count)) {
      left -= nanosOf(count, now.minus(window), now);
      if (left < 0) {
        return count;
      }
    }
    return spans.getLast().count();
  }

  /** Below 0 when there is none. */
  private int highestBelow(int bound) {
    var highest = -1;
    for (var index = 0; index < spans.size(); index++) {
      var count = spans.get(index).count();
      if (count < bound && count > highest) {
        highest = count;
      }
    }
    return highest;
  }

  /** How long a count was asked for. */
  private long nanosOf(int count, Instant from, Instant until) {
    var nanos = 0L;
    for (var index = 0; index < spans.size(); index++) {
      if (spans.get(index).count() == count) {
        var begin = spans.get(index).from();
        var clipped = begin.isBefore(from) ? from : begin;
        var end = index == spans.size() - 1 ? until : spans.get(index + 1).from();
        nanos += end.isAfter(clipped) ? Duration.between(clipped, end).toNanos() : 0;
      }
    }
    return nanos;
  }
}
