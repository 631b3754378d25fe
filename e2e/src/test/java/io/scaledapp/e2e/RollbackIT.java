package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was completed is gone back from, under {@code up}, and no client notices. */
class RollbackIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String TWO = "  replicas: 2\n";

  @Test
  void afterCompletionTheFormerRevisionIsRolledOutWithoutAFailedRequest(@TempDir Path folder)
      throws Exception {
    var app = new TinyApp(folder, "tiny").write("first", TWO);
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 2, LIMIT);
      assertThat(up.run("rollback", "tiny").told()).contains("there is nothing to go back to");
      app.write("second", TWO);
      awaitServing(up, "2 yes");

      try (var prober = Prober.start(up.port(), app.host(), "/", 4)) {
        assertThat(up.run("rollback", "tiny").answer())
            .isEqualTo("tiny: goes back to revision 1, as revision 3\n");
        awaitServing(up, "3 yes");
        awaitGreeting(up, app, "first");
        assertThat(up.run("rollback", "tiny", "--to", "2").exitCode()).isZero();
        awaitServing(up, "4 yes");
        awaitGreeting(up, app, "second");

        assertThat(prober.stop()).isEmpty();
        assertThat(prober.answered()).isPositive();
      }
      assertThat(up.run("rollback", "tiny", "--to", "9").told())
          .contains("there is no revision 9; those that are kept: 1, 2, 3, 4");
    }
  }

  @Test
  void theNextRunKnowsTheHistoryUnlessItIsCorrupt(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny").write("first", TWO);
    try (var up = Up.start(folder, app.file())) {
      awaitServing(up, "1 yes");
      app.write("second", TWO);
      awaitServing(up, "2 yes");
    }
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 2, LIMIT);
      assertThat(up.run("rollback", "tiny").exitCode()).isZero();
      awaitServing(up, "3 yes");
      awaitGreeting(up, app, "first");
    }
    try (var kept = Files.walk(folder.resolve("state"))) {
      var file =
          kept.filter(one -> one.toString().matches(".*/history/tiny-.*json"))
              .findFirst()
              .orElseThrow();
      Files.writeString(file, "{");
    }
    try (var up = Up.start(folder, app.file())) {
      awaitServing(up, "1 yes");
      awaitGreeting(up, app, "second");
      assertThat(up.output()).contains("the history of revisions cannot be read");
    }
  }

  private static void awaitServing(Up up, String row) {
    Await.until(
        "history has " + row,
        LIMIT,
        () -> up.run("history", "tiny").answer().replaceAll(" +", " "),
        table -> table.contains("\n" + row));
  }

  /** Replicas of the former revision may still end what they have. */
  private static void awaitGreeting(Up up, TinyApp app, String greeting) {
    Await.until(
        "only " + greeting + " answers",
        LIMIT,
        () -> {
          var others = 0;
          for (var i = 0; i < 20; i++) {
            others += ask(up, app).contains(greeting) ? 0 : 1;
          }
          return others == 0;
        });
  }

  private static String ask(Up up, TinyApp app) {
    return Await.unchecked(
        () -> {
          try (var connection = new HttpConnection(up.port())) {
            return connection.get(app.host(), "/").body();
          }
        });
  }
}
