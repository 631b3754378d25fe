package io.scaledapp.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The revisions of one app as a table. */
final class RevisionTable {

  private static final List<String> HEADER =
      List.of("REVISION", "SERVES", "ENDED", "CAUSE", "OUTCOME", "MESSAGE");

  private RevisionTable() {}

  /**
   * Lays the table out; without revisions it is its header.
   *
   * @param history as the admin API tells it
   */
  static String of(JsonNode history) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADER);
    history.path("items").forEach(revision -> rows.add(row(revision)));
    return TextTable.layOut(rows);
  }

  private static List<String> row(JsonNode revision) {
    return List.of(
        revision.path("revision").asText(),
        revision.path("serving").asBoolean() ? "yes" : "-",
        Instant.parse(revision.path("at").asText()).truncatedTo(ChronoUnit.SECONDS).toString(),
        revision.path("cause").asText(),
        revision.path("outcome").asText(),
        revision.path("message").asText("-").lines().findFirst().orElse("-"));
  }
}
