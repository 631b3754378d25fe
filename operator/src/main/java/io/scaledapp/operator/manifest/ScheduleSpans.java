package io.scaledapp.operator.manifest;

import io.scaledapp.operator.cron.CronExpression;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * When a schedule is on, in two years that stand for all, one of them a leap year, and of these in
 * its first thousand times at most.
 *
 * @param name of the schedule
 * @param spans in their order, none of them empty
 */
record ScheduleSpans(String name, List<Span> spans) {

  private static final int FIRST_YEAR = 2027;
  private static final int YEARS = 2;
  private static final int MOST = 1000;

  /** From a start to the end that follows it. */
  private record Span(Instant start, Instant end) {}

  static ScheduleSpans of(String name, CronExpression start, CronExpression end, ZoneId zone) {
    var spans = new ArrayList<Span>();
    var first = ZonedDateTime.of(FIRST_YEAR, 1, 1, 0, 0, 0, 0, zone);
    var until = first.plusYears(YEARS);
    // What ends at a start has that one not begin, so the end may come at the start itself.
    var next = start.nextAfter(first.minusSeconds(1));
    for (var looked = 0;
        looked < MOST && next.isPresent() && next.get().isBefore(until);
        looked++) {
      var begun = next.get();
      var ended = end.nextAfter(begun.minusSeconds(1)).orElse(until);
      if (ended.isAfter(begun)) {
        spans.add(new Span(begun.toInstant(), ended.toInstant()));
      }
      next = start.nextAfter(ended.isAfter(begun) ? ended.minusSeconds(1) : begun);
    }
    return new ScheduleSpans(name, List.copyOf(spans));
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Whether there is a time at which both are on. */
  boolean overlaps(ScheduleSpans other) {
    var mine = 0;
    var theirs = 0;
    while (mine < spans.size() && theirs < other.spans.size()) {
      var one = spans.get(mine);
      var another = other.spans.get(theirs);
      if (one.start().isBefore(another.end()) && another.start().isBefore(one.end())) {
        return true;
      }
      if (one.end().isAfter(another.end())) {
        theirs++;
      } else {
        mine++;
      }
    }
    return false;
  }
}
