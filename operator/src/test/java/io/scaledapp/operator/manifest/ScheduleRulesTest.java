package io.scaledapp.operator.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is worth knowing of schedules that are valid each by itself. */
class ScheduleRulesTest {

  private static final ManifestReader READER = new ManifestReader();

  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: shop}
      spec:
        port: 3000
        template: {spec: {containers: [{name: web, command: [node, server.js]}]}}
        scaling:
          schedules:
      """;

  @ParameterizedTest
  @CsvSource({
    "0 8 * * 1-5, 0 18 * * 1-5, UTC, 0 12 * * 3, 0 13 * * 3, UTC",
    // Noon in New York is evening in Berlin.
    "0 17 * * *, 0 20 * * *, Europe/Berlin, 0 12 * * *, 0 13 * * *, America/New_York",
    // Over midnight and over the end of the year.
    "0 22 * * *, 0 6 * * *, UTC, 30 5 * * 0, 0 7 * * 0, UTC",
    "0 0 20 12 *, 0 0 10 1 *, UTC, 0 8 1 1 *, 0 9 1 1 *, UTC",
    "0 0 29 2 *, 0 1 29 2 *, UTC, 0 0 * * *, 0 1 * * *, UTC",
    "*/5 8 * * *, 0 9 * * *, UTC, 50 8 * * *, 55 8 * * *, UTC",
  })
  void overlapIsToldWithWhatHolds(
      String start, String end, String zone, String other, String otherEnd, String otherZone) {
    var app =
        APP + schedule("day", start, end, zone) + schedule("rush", other, otherEnd, otherZone);

    var manifest = read(app);

    assertThat(manifest.isValid()).isTrue();
    assertThat(manifest.notices())
        .extracting(Problem::toString)
        .containsExactly(
            "app.yaml:10: spec.scaling.schedules[1]: overlaps with day: while both are on, the"
                + " higher minReplicas holds");
  }

  @ParameterizedTest
  @CsvSource({
    // One begins when the other ends.
    "0 8 * * *, 0 18 * * *, UTC, 0 18 * * *, 0 8 * * *, UTC",
    "0 8 * * 1-5, 0 18 * * 1-5, UTC, 0 10 * * 6, 0 16 * * 6, UTC",
    // Of an hour's difference in winter, and of one in summer, too.
    "0 8 * * *, 0 9 * * *, Europe/Berlin, 0 8 * * *, 0 9 * * *, Europe/London",
  })
  void thoseThatAreNeverOnAtOnceAreNotTold(
      String start, String end, String zone, String other, String otherEnd, String otherZone) {
    var app =
        APP + schedule("day", start, end, zone) + schedule("rush", other, otherEnd, otherZone);

    assertThat(read(app).notices()).isEmpty();
  }

  @Test
  void scheduleThatIsNeverOnIsTold() {
    var manifest = read(APP + schedule("never", "0 8 * * *", "0 8 * * *", "UTC"));

    assertThat(manifest.isValid()).isTrue();
    assertThat(manifest.notices())
        .extracting(Problem::toString)
        .containsExactly(
            "app.yaml:9: spec.scaling.schedules[0]: is never on: each start is an end as well, or"
                + " there is none");
  }

  @Test
  void badTimesOfOneScheduleHideNothingOfAnother() {
    var manifest =
        read(
            APP
                + schedule("day", "0 8 * * *", "0 61 * * *", "UTC")
                + schedule("rush", "0 8 * * x", "0 9 * * *", "UTC"));

    assertThat(manifest.problems())
        .extracting(Problem::field)
        .containsExactly("spec.scaling.schedules[0].end", "spec.scaling.schedules[1].start");
  }

  private static String schedule(String name, String start, String end, String zone) {
    return "      - {name: %s, start: '%s', end: '%s', timeZone: %s, minReplicas: 2}\n"
        .formatted(name, start, end, zone);
  }

  private static Manifest read(String text) {
    return READER.read("app.yaml", text.getBytes(UTF_8));
  }
}
