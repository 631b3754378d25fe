package io.scaledapp.operator.app.model;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The times from each start to the end that follows it, the start's minute in them and the end's
 * not. Any thread.
 */
final class CronTimes implements Predicate<Instant> {

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final ExecutionTime start;
  private final ExecutionTime end;
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
    this.start = times("start", start);
    this.end = times("end", end);
    this.zone = zone(zone);
  }

  private static ExecutionTime times(String field, String cron) {
    try {
      return ExecutionTime.forCron(PARSER.parse(cron).validate());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          field
              + ": must be minute, hour, day of month, month and day of week, is \""
              + cron
              + "\"",
          e);
    }
  }

  private static ZoneId zone(String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "timeZone: must be a name such as Europe/Berlin, is \"" + zone + "\"", e);
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
    var began = start.lastExecution(until);
    var ended = end.lastExecution(until);
    return began.isPresent() && (ended.isEmpty() || began.get().isAfter(ended.get()));
  }
}
