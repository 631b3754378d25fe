package io.scaledapp.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class FieldTableTest {

  @Test
  void fieldHasItsTypeRangeDefaultAndMeaning() throws IOException {
    assertThat(FieldTable.markdown().lines())
        .contains(
            "| `scaling.minReplicas` | integer 0–10000 | `1` |"
                + " Fewest replicas. 0: none while nothing asks for the app. |")
        .anyMatch(line -> line.startsWith("| `replicas` | integer from 0 | `2147483647` |"));
  }

  @Test
  void durationAndListSayWhatTheyAre() throws IOException {
    assertThat(FieldTable.markdown())
        .contains("| `routing.drainTimeout` | duration | `30s` |")
        .contains("| `routing.hosts` | list of strings |")
        .contains(
            "| `scaling.metrics[].type` | Concurrency, Connections, RequestRate | required |");
  }

  @Test
  void everyFieldHasAMeaning() throws IOException {
    assertThat(FieldTable.markdown().lines()).noneMatch(line -> line.endsWith("|  |"));
  }

  @Test
  void readmeHoldsTheTable() throws IOException {
    assumeThat(FieldTable.README).exists();

    assertThat(Files.readString(FieldTable.README))
        .as("between %s and %s; run: %s", FieldTable.BEGIN, FieldTable.END, FieldTable.COMMAND)
        .contains(FieldTable.BEGIN + FieldTable.markdown() + FieldTable.END);
  }
}
