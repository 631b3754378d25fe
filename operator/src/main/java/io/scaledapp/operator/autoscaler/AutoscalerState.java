package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a decision hands on to the next one.
 *
 * @param desired the count decided last
 * @param activeAt when there was load last
 * @param loadSince load before it is not looked at: it led to zero already
 * @param panicAt when the load last asked for a panic; null outside a panic
 * @param recommendations what was asked for within the stabilization windows, oldest first, one
 *     entry for a run of equal ones
 * @param need what the load asked for within the hold's window
 * @param startup how long replicas take to be ready
 * @param trend where the load goes
 * @param season what load the time of day, or of the week, brings
 * @param learned the target of requests at once, where the owner has named none
 * @param changes what was changed within the rules' periods, oldest first
 */
public record AutoscalerState(
    int desired,
    Instant activeAt,
    Instant loadSince,
    @Nullable Instant panicAt,
    List<Recommendation> recommendations,
    RecentNeed need,
    StartupTime startup,
    Trend trend,
    Season season,
    LearnedTarget learned,
    List<Change> changes) {

  public AutoscalerState {
    recommendations = List.copyOf(recommendations);
    changes = List.copyOf(changes);
  }

  /**
   * A count that was asked for.
   *
   * @param until when it was asked for last
   */
  public record Recommendation(int count, Instant until) {}

  /** A change of the count by {@code delta}. */
  public record Change(Instant at, int delta) {}

  /** Begins with {@code desired} replicas, which count as a recommendation of now. */
  public static AutoscalerState initial(int desired, Instant now) {
    return new AutoscalerState(
        desired,
        now,
        now,
        null,
        List.of(new Recommendation(desired, now)),
        RecentNeed.of(desired),
        StartupTime.UNKNOWN,
        Trend.UNKNOWN,
        Season.UNKNOWN,
        LearnedTarget.UNKNOWN,
        List.of());
  }

  /** With what the time of day or week is known to bring. */
  public AutoscalerState with(Season known) {
    return new AutoscalerState(
        desired,
        activeAt,
        loadSince,
        panicAt,
        recommendations,
        need,
        startup,
        trend,
        known,
        learned,
        changes);
  }

  /** Whether nothing but this count is asked for, and was not a moment ago. */
  public boolean isSettledAt(int count) {
    return desired == count && panicAt == null && recommendations.getLast().count() == count;
  }

  /** Whether the time of day or week asks for no more than there are, from now on until then. */
  public boolean isSeasonSilent(ScalingPolicy policy, Instant now, Instant until) {
    var ahead = Outlook.seasonAhead(policy, startup).plus(Duration.between(now, until));
    var expected = season.expected(now, ahead);
    return expected == null || expected.count() <= desired;
  }

  /**
   * What decisions of every second until then come to, of a settled count that is as low as it may
   * be, while there is no load.
   */
  public AutoscalerState restedUntil(Instant until) {
    var rested = new ArrayList<>(recommendations);
    rested.set(rested.size() - 1, new Recommendation(desired, until));
    return new AutoscalerState(
        desired,
        activeAt,
        desired == 0 ? until : loadSince,
        panicAt,
        rested,
        need,
        startup,
        trend,
        season.restedUntil(until),
        learned,
        changes);
  }

  List<Recommendation> recommendationsWith(int count, Duration keep, Instant now) {
    var repeats = !recommendations.isEmpty() && recommendations.getLast().count() == count;
    var others = repeats ? recommendations.size() - 1 : recommendations.size();
    var kept =
        recommendations.stream()
            .limit(others)
            .filter(old -> !old.until().isBefore(now.minus(keep)));
    return Stream.concat(kept, Stream.of(new Recommendation(count, now))).toList();
  }

  List<Change> changesWith(int delta, Duration keep, Instant now) {
    var kept = changes.stream().filter(old -> old.at().isAfter(now.minus(keep)));
    return (delta == 0 ? kept : Stream.concat(kept, Stream.of(new Change(now, delta)))).toList();
  }
}
