package io.scaledapp.operator.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The five fields of cron: minute, hour, day of month, month, day of week. Any thread.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/crontab.5.html">crontab(5)</a>
 */
public final class CronExpression {

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final ExecutionTime times;

  private CronExpression(ExecutionTime times) {
    this.times = times;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with the end of a sentence that begins with the field's name
   */
  public static CronExpression parse(String text) {
    try {
      return new CronExpression(ExecutionTime.forCron(PARSER.parse(text).validate()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must be minute, hour, day of month, month and day of week, is \"" + text + "\"", e);
    }
  }

  /** The first time after this one; empty if there is none. */
  public Optional<ZonedDateTime> nextAfter(ZonedDateTime time) {
    return times.nextExecution(time);
  }

  /** The latest time before this one; empty if there is none. */
  public Optional<ZonedDateTime> lastBefore(ZonedDateTime time) {
    return times.lastExecution(time);
  }
}
