package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a running {@code up}, as typed. */
class CommandLineIT {

  @Test
  void aLifeByCommands(@TempDir Path folder) throws Exception {
    var first = new TinyApp(folder, "first");
    var second = new TinyApp(folder, "second").write("hello", "  scaling: {holdWindow: 0s}\n");
    try (var up = Up.start(folder, first.file())) {
      up.awaitReady("first", 1, Duration.ofSeconds(60));

      succeeds(up.run("apply", "-f", second.file().toString()));
      up.awaitReady("second", 1, Duration.ofSeconds(60));
      assertThat(succeeds(up.run("status"))).contains("NAME", "first", "second", "1/1");

      succeeds(up.run("scale", "second", "--replicas", "2"));
      up.awaitReady("second", 2, Duration.ofSeconds(60));
      succeeds(up.run("scale", "second", "--replicas", "auto"));
      up.awaitReady("second", 1, Duration.ofMinutes(2));
      assertThat(up.app("second").at("/spec/replicas").asInt())
          .as("automatic")
          .isEqualTo(Integer.MAX_VALUE);

      succeeds(up.run("delete", "second"));
      assertThat(succeeds(up.run("status"))).contains("first").doesNotContain("second");
      assertThat(succeeds(up.run("logs", "first"))).isNotNull();

      var list = new ObjectMapper().readTree(succeeds(up.run("status", "-o", "json")));
      assertThat(list.at("/kind").asText()).isEqualTo("List");
      assertThat(list.at("/items/0/kind").asText()).isEqualTo("ScaledApp");
      assertThat(list.at("/items/0/status/conditions").isEmpty()).isFalse();
    }
  }

  @Test
  void whatRunsIsNothingThatABuildWrites(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny");
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 1, Duration.ofSeconds(60));

      assertThat(List.of(up.process().info().arguments().orElseThrow()))
          .filteredOn(argument -> argument.endsWith("/scaledapp.jar"))
          .singleElement(as(InstanceOfAssertFactories.STRING))
          .doesNotContain("/target/");
    }
  }

  @Test
  void exitCodesTellAFailedOperationFromWrongUse(@TempDir Path folder) throws Exception {
    var nobody = "127.0.0.1:" + Up.freePort();
    assertThat(Up.run(folder, List.of("status", "--admin", nobody)).exitCode()).isEqualTo(1);
    assertThat(Up.run(folder, List.of("status", "--no-such-option")).exitCode()).isEqualTo(2);
    assertThat(Up.run(folder, List.of("up")).exitCode()).isEqualTo(2);
    assertThat(Up.run(folder, List.of("no-such-command")).exitCode()).isEqualTo(2);
    assertThat(Up.run(folder, List.of("--help")).exitCode()).isZero();
  }

  private static String succeeds(Up.Result result) {
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.answer();
  }
}
