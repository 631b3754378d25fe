package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.scaledapp.operator.cron.CronExpression;
import io.scaledapp.operator.cron.TimeZones;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the schema cannot say of times in cron and of their zones: an API server takes them all. */
final class ScheduleRules {

  private static final FieldPath SCHEDULES = FieldPath.of("spec", "scaling", "schedules");

  private final Document document;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notices = new ArrayList<>();

  private ScheduleRules(Document document) {
    this.document = document;
  }

  /** The document must be valid by the schema. */
  static ScheduleRules check(Document document) {
    var rules = new ScheduleRules(document);
    rules.checkSchedules(document.root().at("/spec/scaling/schedules"));
    rules.checkJobs(document.root().at("/spec/jobs"));
    return rules;
  }

  List<Problem> problems() {
    return problems;
  }

  List<Problem> notices() {
    return notices;
  }

  private void checkSchedules(JsonNode schedules) {
    var spans = new ArrayList<ScheduleSpans>();
    for (var index = 0; index < schedules.size(); index++) {
      var schedule = schedules.get(index);
      var path = SCHEDULES.item(index);
      spans(path, schedule)
          .ifPresent(
              found -> {
                compare(path, found, spans);
                spans.add(found);
              });
    }
  }

  private void checkJobs(JsonNode jobs) {
    for (var index = 0; index < jobs.size(); index++) {
      var path = FieldPath.of("spec", "jobs").item(index);
      read(path.field("schedule"), jobs.get(index), CronExpression::parse);
      read(path.field("timeZone"), jobs.get(index), TimeZones::parse);
    }
  }

  private Optional<ScheduleSpans> spans(FieldPath path, JsonNode schedule) {
    var start = read(path.field("start"), schedule, CronExpression::parse);
    var end = read(path.field("end"), schedule, CronExpression::parse);
    Optional<ZoneId> zone = read(path.field("timeZone"), schedule, TimeZones::parse);
    return start.isPresent() && end.isPresent() && zone.isPresent()
        ? Optional.of(
            ScheduleSpans.of(schedule.path("name").asText(), start.get(), end.get(), zone.get()))
        : Optional.empty();
  }

  /** Both are allowed; a person may have meant something else. */
  private void compare(FieldPath path, ScheduleSpans schedule, List<ScheduleSpans> earlier) {
    if (schedule.isEmpty()) {
      notices.add(
          document.problem(path, "is never on: each start is an end as well, or there is none"));
    }
    earlier.stream()
        .filter(schedule::overlaps)
        .forEach(
            other ->
                notices.add(
                    document.problem(
                        path,
                        "overlaps with %s: while both are on, the higher minReplicas holds"
                            .formatted(other.name()))));
  }

  private <T> Optional<T> read(FieldPath field, JsonNode object, Function<String, T> reading) {
    try {
      return Optional.of(reading.apply(object.path(field.last()).asText()));
    } catch (IllegalArgumentException e) {
      problems.add(document.problem(field, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
