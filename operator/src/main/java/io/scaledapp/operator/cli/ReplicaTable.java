package io.scaledapp.operator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The replicas of one app as a table. */
final class ReplicaTable {

  private static final List<String> HEADER =
      List.of("REPLICA", "STATE", "PORT", "REVISION", "RESTARTS", "IN-FLIGHT", "MESSAGE");

  private ReplicaTable() {}

  /**
   * Lays the table out; there is none without replicas.
   *
   * @param replicas as the admin API lists them
   */
  static String of(JsonNode replicas) {
    if (replicas.path("items").isEmpty()) {
      return "";
    }
    var rows = new ArrayList<List<String>>();
    rows.add(HEADER);
    replicas.path("items").forEach(replica -> rows.add(row(replica)));
    return "\n" + TextTable.layOut(rows);
  }

  private static List<String> row(JsonNode replica) {
    return List.of(
        text(replica, "name"),
        text(replica, "state"),
        text(replica, "port"),
        text(replica, "revision"),
        text(replica, "restarts"),
        text(replica, "inFlight"),
        text(replica, "message").lines().findFirst().orElse("-"));
  }

  private static String text(JsonNode replica, String field) {
    return replica.hasNonNull(field) ? replica.path(field).asText() : "-";
  }
}
