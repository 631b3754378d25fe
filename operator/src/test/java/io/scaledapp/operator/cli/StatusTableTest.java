package io.scaledapp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTableTest {

  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  @Test
  void columnsAreAsWideAsTheirWidestCell() throws JsonProcessingException {
    var list =
        """
        {"items": [
          {"metadata": {"name": "express-hello", "creationTimestamp": "2026-01-01T23:59:00Z"},
           "status": {"replicas": 3, "readyReplicas": 2, "desiredReplicas": 5,
                      "url": "http://express-hello.localhost:8080",
                      "load": {"concurrency": 12.345, "connections": 412},
                      "conditions": [{"type": "Ready", "status": "True", "message": "fine"}],
                      "lastDecision": {"reason": "3 → 5: 412 connections, target 100 each"}}},
          {"metadata": {"name": "b"},
           "status": {"conditions": [
             {"type": "Ready", "status": "False", "message": "b-0 exited with code 1"}]}}]}
        """;
    assertThat(table(list))
        .isEqualTo(
            """
            NAME           READY  DESIRED  CONCURRENCY  CONNECTIONS  URL                                  AGE  REASON
            express-hello  2/3    5        12.3         412          http://express-hello.localhost:8080  60s  3 → 5: 412 connections, target 100 each
            b              0/0    -        -            -            -                                    -    b-0 exited with code 1
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "Ready=False Degraded=True,    Ready",
    "Degraded=True Accepted=False, Accepted",
    "Ready=True Degraded=True,     Degraded",
    "Ready=True Progressing=False, Progressing",
    "Ready=True Degraded=False,    decision",
  })
  void gravestConditionIsTheReason(String conditions, String reason)
      throws JsonProcessingException {
    var list =
        Stream.of(conditions.split(" "))
            .map(state -> state.split("="))
            .map("{'type': '%1$s', 'status': '%2$s', 'message': 'of %1$s'}"::formatted)
            .collect(
                Collectors.joining(
                    ",",
                    "{'items': [{'status': {'lastDecision': {'reason': 'of decision'},"
                        + " 'conditions': [",
                    "]}}]}"));
    assertThat(table(list.replace('\'', '"')).strip()).endsWith("of " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "Progressing, RollingOut,      Progressing",
    "Progressing, Preparing,       Progressing",
    "Progressing, RolloutComplete, decision",
    "Ready,       FixedEndpoints,  Ready",
    "Ready,       ReplicasReady,   decision",
  })
  void aRolloutUnderWaySaysMoreThanTheLastDecision(String type, String why, String reason)
      throws JsonProcessingException {
    var list =
        """
        {"items": [{"status": {"lastDecision": {"reason": "of decision"}, "conditions": [
          {"type": "%1$s", "status": "True", "reason": "%2$s", "message": "of %1$s"}]}}]}
        """
            .formatted(type, why);
    assertThat(table(list).strip()).endsWith("of " + reason);
  }

  @Test
  void linesThatDoNotFitAreCut() {
    assertThat(TextTable.cut("abcd\nabcde\n", 4)).isEqualTo("abcd\nabc…\n");
  }

  @Test
  void emptyListIsTheHeaderAlone() throws JsonProcessingException {
    assertThat(table("{\"items\": []}"))
        .isEqualTo("NAME  READY  DESIRED  CONCURRENCY  CONNECTIONS  URL  AGE  REASON\n");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T23:58:01Z, 119s",
    "2026-01-01T23:58:00Z, 2m",
    "2026-01-01T22:00:01Z, 119m",
    "2026-01-01T22:00:00Z, 2h",
    "2025-12-31T00:00:00Z, 2d",
    "2026-01-02T00:00:05Z, 0s",
  })
  void ageIsInTheLargestUnitThatSaysEnough(String created, String age)
      throws JsonProcessingException {
    var list = "{\"items\": [{\"metadata\": {\"creationTimestamp\": \"" + created + "\"}}]}";
    assertThat(table(list).lines().toList().get(1)).contains(" " + age + " ");
  }

  private static String table(String list) throws JsonProcessingException {
    return StatusTable.of(new ObjectMapper().readTree(list), NOW);
  }
}
