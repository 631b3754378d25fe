package io.scaledapp.operator.app.model;

import io.scaledapp.crds.v1alpha1.JobConcurrency;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScheduledJob;
import io.scaledapp.operator.cron.CronExpression;
import io.scaledapp.operator.cron.TimeZones;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A command that runs at times, once for the app, with every default filled in.
 *
 * @param field that it comes from, for messages
 * @param source as it was given
 * @param timeout a run that takes longer is ended
 */
public record TimedJob(
    String field,
    ScheduledJob source,
    CronExpression times,
    ZoneId zone,
    Duration timeout,
    JobConcurrency concurrency) {

  private static final Duration TIMEOUT = Duration.ofHours(1);

  /**
   * Those of an app.
   *
   * @throws IllegalArgumentException with the field, if one is invalid
   */
  public static List<TimedJob> of(ScaledApp app) {
    var jobs = app.getSpec().jobs();
    return jobs == null
        ? List.of()
        : IntStream.range(0, jobs.size())
            .mapToObj(index -> of(jobs.get(index), "spec.jobs[" + index + "]"))
            .toList();
  }

  private static TimedJob of(ScheduledJob job, String field) {
    var policy = job.concurrencyPolicy();
    return new TimedJob(
        field,
        job,
        parse(field + ".schedule", job.schedule(), CronExpression::parse),
        parse(field + ".timeZone", job.timeZone(), TimeZones::parse),
        Durations.parse(job.timeout(), field + ".timeout", TIMEOUT),
        policy == null ? JobConcurrency.FORBID : policy);
  }

  private static <T> T parse(String field, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }

  public String name() {
    return source.name();
  }

  public List<String> command() {
    return source.command();
  }

  /** The first time after this one; empty if there is none. */
  public Optional<Instant> nextAfter(Instant time) {
    return times.nextAfter(time.atZone(zone)).map(ZonedDateTime::toInstant);
  }
}
