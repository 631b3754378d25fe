package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new revision takes the place of the one before only if it answers as well, under {@code up}.
 */
class CanaryIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String ROLLOUT =
      """
        replicas: 2
        rollout:
          strategy: Canary
          steps:
          - weight: 20
            pause: 2s
          analysis:
            minRequests: 100
      """;

  @Test
  void aRevisionThatFailsOneRequestInTenIsRolledBack(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny").write("hello", ROLLOUT);
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 2, LIMIT);

      app.write("flaky", ROLLOUT);
      var seen = askUntil(up, app, "RolledBack");

      assertThat(seen).as("the canary had its share").contains("flaky");
      assertThat(progressing(up).at("/message").asText())
          .contains("revision 2 is given up", "Fisher's exact test", "revision 1 goes on");
      up.awaitReady("tiny", 2, LIMIT);
      for (var i = 0; i < 100; i++) {
        assertThat(ask(up, app)).isEqualTo("hello");
      }
    }
  }

  @Test
  void aRevisionThatAnswersAsWellTakesThePlace(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny").write("hello", ROLLOUT);
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 2, LIMIT);

      app.write("better", ROLLOUT);
      askUntil(up, app, "OnTrial");
      var seen = askUntil(up, app, "RolloutComplete");

      assertThat(seen).contains("hello", "better").doesNotContain("500");
      for (var i = 0; i < 100; i++) {
        assertThat(ask(up, app)).isEqualTo("better");
      }
    }
  }

  /** What was answered until the rollout stands so. */
  private static List<String> askUntil(Up up, TinyApp app, String reason) {
    var seen = new ArrayList<String>();
    Await.until(
        "the rollout's reason is " + reason,
        LIMIT,
        () -> {
          for (var i = 0; i < 100; i++) {
            seen.add(ask(up, app));
          }
          return progressing(up).at("/reason").asText();
        },
        reason::equals);
    return seen;
  }

  /** The greeting, or the status if there is none. */
  private static String ask(Up up, TinyApp app) {
    return Await.unchecked(
        () -> {
          try (var connection = new HttpConnection(up.port())) {
            var answer = connection.get(app.host(), "/");
            return answer.status() == 200
                ? answer.body().replaceAll(".*\"greeting\":\"(\\w+)\".*", "$1")
                : "" + answer.status();
          }
        });
  }

  private static JsonNode progressing(Up up) {
    for (var condition : up.app("tiny").at("/status/conditions")) {
      if (condition.at("/type").asText().equals("Progressing")) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }
}
