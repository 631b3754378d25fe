package io.scaledapp.operator.app.model;

import io.scaledapp.operator.cron.CronExpression;
import io.scaledapp.operator.cron.TimeZones;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The times from each start to the end that follows it, the start's minute in them and the end's
 * not. Any thread.
 */
final class CronTimes implements Predicate<Instant> {

  private final CronExpression start;
  private final CronExpression end;
  private final ZoneId zone;

  /** The latest answer: it is asked for each second, and the same for a minute. */
  private volatile @Nullable Answer latest;

  private record Answer(ZonedDateTime minute, boolean on) {}

  /**
   * Reads them.
   *
   * @param start five fields of cron
   * @param end five fields of cron
   * @param zone of the IANA database
   * @throws IllegalArgumentException with the field and the reason
   */
  CronTimes(String start, String end, String zone) {
    this.start = read("start", start, CronExpression::parse);
    this.end = read("end", end, CronExpression::parse);
    this.zone = read("timeZone", zone, TimeZones::parse);
  }

  private static <T> T read(String field, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean test(Instant time) {
    var minute = time.atZone(zone).truncatedTo(ChronoUnit.MINUTES);
    var known = latest;
    if (known == null || !known.minute().equals(minute)) {
      known = new Answer(minute, isOn(minute));
      latest = known;
    }
    return known.on();
  }

  private boolean isOn(ZonedDateTime minute) {
    // The latest before the next minute, so that one at this very minute counts.
    var until = minute.plusMinutes(1);
    var began = start.lastBefore(until);
    var ended = end.lastBefore(until);
    return began.isPresent() && (ended.isEmpty() || began.get().isAfter(ended.get()));
  }
}
