package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job before a revision: while it runs, and when it fails, what ran keeps running. */
class PreRolloutJobIT {

  /** The first start after a build also rehearses one. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Test
  void revisionWhoseJobFailsIsGivenUpAndWhatRanKeepsRunning(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny").write("first", before("0"));
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 2, LIMIT);
      try (var prober = Prober.start(up.port(), app.host(), "/slow", 8)) {
        app.write("second", before("console.log('no such table'); process.exit(3)"));
        var progressing =
            Await.until(
                "Progressing tells of the job",
                LIMIT,
                () -> condition(up, "Progressing"),
                one -> one.at("/reason").asText().equals("PreRolloutJobFailed"));
        assertThat(progressing.at("/message").asText())
            .contains("revision 2 is given up", "no such table", "revision 1 goes on");
        assertThat(greeting(up, app)).isEqualTo("first");
        assertThat(up.run("logs", "tiny").answer()).contains("tiny before | no such table");

        app.write("third", before("0"));
        Await.until(
            "the third answers",
            LIMIT,
            () -> Await.unchecked(() -> greeting(up, app)).equals("third"));
        assertThat(prober.stop()).isEmpty();
        assertThat(prober.answered()).isPositive();
      }
    }
  }

  @Test
  void noReplicaOfARevisionStartsBeforeItsJobHasEndedWhichRunsOnceForAll(@TempDir Path folder)
      throws Exception {
    var app = new TinyApp(folder, "tiny").write("first", before("0"));
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 2, LIMIT);
      var runs = app.file().resolveSibling("runs");
      var script =
          "const fs = require('fs'); fs.appendFileSync('runs', 'x');"
              + " setInterval(() => { if (fs.existsSync('go')) process.exit(0); }, 20)";
      app.write("second", before(script));
      Await.until("the job runs", LIMIT, () -> Files.exists(runs));

      assertThat(condition(up, "Progressing").at("/reason").asText()).isEqualTo("Preparing");
      assertThat(greeting(up, app)).isEqualTo("first");
      Files.createFile(app.file().resolveSibling("go"));
      Await.until(
          "the second answers",
          LIMIT,
          () -> Await.unchecked(() -> greeting(up, app)).equals("second"));
      assertThat(runs).hasContent("x");
    }
  }

  /** The spec of two replicas with a job in JavaScript that has no double quotes. */
  private static String before(String script) {
    return "  replicas: 2\n  rollout: {before: {command: [node, -e, \"" + script + "\"]}}\n";
  }

  private static JsonNode condition(Up up, String type) {
    return StreamSupport.stream(up.app("tiny").at("/status/conditions").spliterator(), false)
        .filter(one -> one.at("/type").asText().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String greeting(Up up, TinyApp app) throws IOException {
    try (var connection = new HttpConnection(up.port())) {
      var body = connection.get(app.host(), "/").body();
      return new ObjectMapper().readTree(body).at("/greeting").asText();
    }
  }
}
