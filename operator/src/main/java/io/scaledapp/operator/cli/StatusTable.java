package io.scaledapp.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A list of ScaledApps as a table, in the manner of kubectl. */
final class StatusTable {

  private static final List<String> HEADER =
      List.of("NAME", "READY", "DESIRED", "CONCURRENCY", "CONNECTIONS", "URL", "AGE", "REASON");

  /** States of conditions that a user should know of, the gravest first. */
  private static final List<String> BAD =
      List.of("Ready=False", "Accepted=False", "Degraded=True", "Progressing=False");

  /** Reasons of conditions that are good and worth a word all the same. */
  private static final Set<String> TELLING = Set.of("Preparing", "RollingOut", "FixedEndpoints");

  private StatusTable() {}

  /**
   * Lays the table out.
   *
   * @param list a Kubernetes {@code List}
   * @param now what ages are counted to
   */
  static String of(JsonNode list, Instant now) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADER);
    list.path("items").forEach(app -> rows.add(row(app, now)));
    return TextTable.layOut(rows);
  }

  private static List<String> row(JsonNode app, Instant now) {
    var status = app.path("status");
    var load = status.path("load");
    return List.of(
        app.path("metadata").path("name").asText(),
        status.path("readyReplicas").asInt() + "/" + status.path("replicas").asInt(),
        text(status.path("desiredReplicas")),
        load.hasNonNull("concurrency")
            ? String.format(Locale.ROOT, "%.1f", load.path("concurrency").asDouble())
            : "-",
        text(load.path("connections")),
        text(status.path("url")),
        age(app.path("metadata").path("creationTimestamp").asText(), now),
        reason(status));
  }

  /** What is wrong comes first; else why the count is as it is. */
  private static String reason(JsonNode status) {
    for (var bad : BAD) {
      for (var condition : status.path("conditions")) {
        var state = condition.path("type").asText() + "=" + condition.path("status").asText();
        if (state.equals(bad) && condition.hasNonNull("message")) {
          return condition.path("message").asText();
        }
      }
    }
    var decision = status.path("lastDecision").path("reason");
    return underWay(status).orElseGet(() -> text(decision));
  }

  /** A rollout that goes on says more than the last change of the count, which is over. */
  private static Optional<String> underWay(JsonNode status) {
    return StreamSupport.stream(status.path("conditions").spliterator(), false)
        .filter(condition -> TELLING.contains(condition.path("reason").asText()))
        .findFirst()
        .map(condition -> text(condition.path("message")));
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "-" : value.asText();
  }

  /** The largest unit that is at least two of, as kubectl counts: 95s, 12m, 5h, 3d. */
  private static String age(String created, Instant now) {
    try {
      var age = Duration.between(Instant.parse(created), now);
      if (age.toSeconds() < 120) {
        return Math.max(0, age.toSeconds()) + "s";
      }
      return age.toMinutes() < 120
          ? age.toMinutes() + "m"
          : age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    } catch (DateTimeParseException e) {
      return "-";
    }
  }
}
