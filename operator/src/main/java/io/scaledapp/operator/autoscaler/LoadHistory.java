package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The latest samples of one app, bounded in time. Confined to one thread. */
public final class LoadHistory {

  /** With a sample each second, a longer silence means that nobody watched. */
  private static final Duration LARGEST_GAP = Duration.ofSeconds(5);

  private final Deque<LoadSample> samples = new ArrayDeque<>();
  private final ServiceTime serviceTime = new ServiceTime();
  private @Nullable Instant completeSince;
  private @Nullable Instant incompleteSince;
  private @Nullable Instant quietSince;

  /**
   * Adds the newest sample. Samples from a clock that was set back replace those before it.
   *
   * @param keep older samples are forgotten, at most {@link ScalingPolicy#LONGEST_WINDOW}
   */
  public void add(LoadSample sample, Duration keep) {
    if (!samples.isEmpty() && !sample.at().isAfter(samples.getLast().at())) {
      samples.clear();
    }
    var last = samples.peekLast();
    var follows = follows(sample, last);
    completeSince = since(sample.complete(), follows ? completeSince : null, sample);
    incompleteSince = since(!sample.complete(), incompleteSince, sample);
    quietSince = since(sample.isQuiet(true), follows ? quietSince : null, sample);
    samples.addLast(sample.withOffered(serviceTime.offered(sample, follows ? last : null)));
    var oldest = sample.at().minus(keep);
    while (!samples.getFirst().at().isAfter(oldest)) {
      samples.removeFirst();
    }
  }

  /** Since when something holds that the newest sample has or has not. */
  private static @Nullable Instant since(
      boolean holds, @Nullable Instant before, LoadSample newest) {
    if (!holds) {
      return null;
    }
    return before == null ? newest.at() : before;
  }

  private static boolean follows(LoadSample sample, @Nullable LoadSample last) {
    return last != null && !sample.at().isAfter(last.at().plus(LARGEST_GAP));
  }

  public @Nullable LoadSample latest() {
    return samples.peekLast();
  }

  /** The mean of the samples after {@code from}; 0 when there is none. */
  public double meanSince(Instant from, LoadMetric metric) {
    return meanSince(from, sample -> sample.of(metric));
  }

  /** The mean of what the samples after {@code from} would have been without waiting. */
  double offeredSince(Instant from) {
    return meanSince(from, LoadSample::offered);
  }

  /** Replicas' places that clear what waits now, in the time that a backlog may take. */
  double backlog() {
    var latest = samples.peekLast();
    return latest == null ? 0 : serviceTime.placesFor(latest.queued());
  }

  private double meanSince(Instant from, ToDoubleFunction<LoadSample> value) {
    var sum = 0.0;
    var count = 0;
    for (var newest = samples.descendingIterator(); newest.hasNext(); ) {
      var sample = newest.next();
      if (!sample.at().isAfter(from)) {
        break;
      }
      sum += value.applyAsDouble(sample);
      count++;
    }
    return count == 0 ? 0 : sum / count;
  }

  /**
   * Whether no sample from {@code from} until the newest one had any load; that of a balancer which
   * never reported is in none.
   */
  public boolean isQuietSince(Instant from) {
    return quietSince != null && !quietSince.isAfter(from);
  }

  /** Whether no sample from {@code from} on knew every balancer's load. */
  public boolean isIncompleteSince(Instant from) {
    return incompleteSince != null && !incompleteSince.isAfter(from);
  }

  /** Whether every balancer's load was known all the time from {@code from} until {@code now}. */
  public boolean isCompleteBetween(Instant from, Instant now) {
    var last = samples.peekLast();
    return last != null
        && completeSince != null
        && !completeSince.isAfter(from)
        && !now.isAfter(last.at().plus(LARGEST_GAP));
  }
}
