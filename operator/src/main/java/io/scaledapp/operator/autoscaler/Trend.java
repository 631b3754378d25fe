package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the load will be when a replica that is decided now is ready: Holt's linear trend. It is
 * believed only as long as it has lately been nearer to the truth than the load of the moment, so
 * that load without a trend is reacted to and no more.
 *
 * @param load of the latest moment, in targets
 * @param perSecond how fast it moves, smoothed
 * @param at the latest moment; null while there is no load
 * @param promise what was forecast and has not come true or false yet; null when nothing is
 * @param missed mean distance of forecasts from the truth, in targets, newer ones counting more
 * @param missedByNone the same of a forecast that nothing changes
 * @param believed whether forecasts before this moment were nearer to the truth than none; what
 *     this moment's own load says of that counts from the next one on, so that more load never asks
 *     for fewer replicas
 * @see <a href="https://doi.org/10.1016/j.ijforecast.2003.09.015">Holt, Forecasting seasonals and
 *     trends by exponentially weighted moving averages</a>
 */
record Trend(
    double load,
    double perSecond,
    @Nullable Instant at,
    @Nullable Promise promise,
    double missed,
    double missedByNone,
    boolean believed) {

  static final Trend UNKNOWN = new Trend(0, 0, null, null, 0, 0, false);

  /** What moved longer ago than this counts less than a third. */
  private static final double FADES_IN_SECONDS = 20;

  /** A newer forecast's distance from the truth counts by this share. */
  private static final double NEWEST = 0.3;

  /** In seconds. A step in the mean of 6 s looks like a rise for as long, which is none. */
  private static final double SOONEST_JUDGED = 12;

  /** How much nearer than no forecast one has to be. */
  private static final double WORTH = 0.8;

  /** With a moment each second, a longer gap means that nobody watched. */
  private static final Duration LARGEST_GAP = Duration.ofSeconds(5);

  /**
   * A forecast to be judged.
   *
   * @param due when
   * @param load what was forecast
   * @param then the load when it was
   */
  record Promise(Instant due, double load, double then) {}

  /**
   * Learns the load of now.
   *
   * @param ahead how far the forecasts look, in seconds
   */
  Trend seen(double now, double ahead, Instant time) {
    var nearer = missed < WORTH * missedByNone;
    if (now == 0) {
      // From nothing no trend begins, and nobody need decide while there is nothing.
      return new Trend(0, 0, null, null, missed, missedByNone, nearer);
    }
    if (at == null || !time.isAfter(at) || time.isAfter(at.plus(LARGEST_GAP))) {
      return new Trend(now, 0, time, null, missed, missedByNone, nearer);
    }
    var seconds = Duration.between(at, time).toNanos() / 1e9;
    var share = 1 - Math.exp(-seconds / FADES_IN_SECONDS);
    var slope = perSecond + share * ((now - load) / seconds - perSecond);
    var moved = new Trend(now, slope, time, promise, missed, missedByNone, nearer);
    return promise == null || !time.isBefore(promise.due()) ? moved.judged(ahead) : moved;
  }

  private Trend judged(double ahead) {
    if (at == null) {
      return this;
    }
    var seconds = Math.max(SOONEST_JUDGED, ahead);
    var due = at.plusMillis((long) (seconds * 1_000));
    var next = new Promise(due, load + perSecond * seconds, load);
    return promise == null
        ? new Trend(load, perSecond, at, next, missed, missedByNone, believed)
        : new Trend(
            load,
            perSecond,
            at,
            next,
            missed + NEWEST * (Math.abs(promise.load() - load) - missed),
            missedByNone + NEWEST * (Math.abs(promise.then() - load) - missedByNone),
            believed);
  }

  /** The load so many seconds from now, in targets; never less than it is. */
  double ahead(double seconds) {
    return believed ? Math.max(load, load + perSecond * seconds) : load;
  }
}
