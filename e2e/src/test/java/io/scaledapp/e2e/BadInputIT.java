package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mistake gets one clear error that names the place, and what ran keeps running. */
class BadInputIT {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "an unknown field | '  replica: 2' | spec.replica | did you mean",
        "a wrong type    | '  replicas: many' | spec.replicas | whole number",
        "min above max    | '  scaling: {minReplicas: 5, maxReplicas: 2}' | spec.scaling | minReplicas",
        "a time of no day | '  scaling: {schedules: [{name: day, start: 0 25 * * *, end: 0 18 * * *, timeZone: UTC, minReplicas: 2}]}' | spec.scaling.schedules[0].start | day of week",
      })
  void fileLineAndFieldAreNamed(
      String what, String extra, String field, String words, @TempDir Path folder)
      throws Exception {
    var app = new TinyApp(folder, "tiny").write("hello", extra + "\n");
    var lines = Files.readAllLines(app.file());
    var result = Up.run(folder, List.of("validate", "-f", app.file().toString()));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("scaledapp.yaml:" + lines.size() + ":")
        .contains(field)
        .contains(words);
  }

  @Test
  void twoAppsWithTheSameHostAndPathAreNamedBoth(@TempDir Path folder) throws Exception {
    var one = new TinyApp(folder, "one");
    var two = new TinyApp(folder, "two");
    two.writeRaw(two.yaml("hello", "").replace("two.localhost", "one.localhost"));
    var result =
        Up.run(
            folder, List.of("validate", "-f", one.file().toString(), "-f", two.file().toString()));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("one.localhost", "one/scaledapp.yaml", "two/scaledapp.yaml");
  }

  @Test
  void addressThatTheBalancersFileAndTheCommandLineSayIsNamed(@TempDir Path folder)
      throws Exception {
    var app = new TinyApp(folder, "tiny");
    var file =
        Files.writeString(folder.resolve("balancer.yaml"), "listeners: [{name: a, port: 1}]\n");
    var result =
        Up.run(
            folder,
            List.of(
                "up",
                "-f",
                app.file().toString(),
                "--admin",
                "127.0.0.1:" + Up.freePort(),
                "--listen",
                "127.0.0.1:" + Up.freePort(),
                "--balancer-config",
                file.toString()));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains(
            file + ":1: listeners: is said by --listen on the command line too; leave one out");
  }

  @Test
  void aPortInUseIsNamed(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var listen = "127.0.0.1:" + taken.getLocalPort();
      var admin = "127.0.0.1:" + Up.freePort();
      var result =
          Up.run(
              folder,
              List.of("up", "-f", app.file().toString(), "--listen", listen, "--admin", admin));
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output()).contains(listen).contains("--listen");
    }
  }

  @Test
  void aCommandThatIsNotThereIsToldAndTheOtherAppKeepsRunning(@TempDir Path folder)
      throws Exception {
    var good = new TinyApp(folder, "good");
    var bad = new TinyApp(folder, "bad");
    bad.writeRaw(bad.yaml("hello", "").replace("[node, server.js]", "[no-such-program]"));
    try (var up = Up.start(folder, good.file(), bad.file())) {
      up.awaitReady("good", 1, Duration.ofSeconds(60));
      Await.until(
          "the status of the bad app names its command",
          Duration.ofSeconds(30),
          () -> up.app("bad").at("/status/conditions").toString(),
          conditions -> conditions.contains("no-such-program"));
      assertThat(up.readyReplicas("good")).isEqualTo(1);
    }
  }

  @Test
  void aProbeThatNeverPassesIsToldWithWhatItGot(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny");
    app.writeRaw(
        app.yaml("hello", "")
            .replace(
                "        ports:",
                "        readinessProbe: {exec: {command: [\"false\"]}, periodSeconds: 1}\n        ports:"));
    try (var up = Up.start(folder, app.file())) {
      Await.until(
          "the status tells that the probe fails",
          Duration.ofSeconds(60),
          () -> up.app("tiny").at("/status/conditions").toString(),
          conditions -> conditions.contains("readiness") && conditions.contains("exit"));
      assertThat(up.readyReplicas("tiny")).isZero();
    }
  }

  @Test
  void aFileThatBecomesInvalidLeavesTheLastGoodOneInForce(@TempDir Path folder) throws Exception {
    var app = new TinyApp(folder, "tiny");
    try (var up = Up.start(folder, app.file())) {
      up.awaitReady("tiny", 1, Duration.ofSeconds(60));
      try (var prober = Prober.start(up.port(), app.host(), "/", 2)) {
        app.write("hello", "  replicas: many\n");
        Await.until(
            "the status says why the file is not in force",
            Duration.ofSeconds(20),
            () -> up.app("tiny").at("/status/conditions").toString(),
            conditions -> conditions.contains("spec.replicas"));
        app.write("good again", "");
        Await.until(
            "the mended file is in force",
            Duration.ofSeconds(30),
            () ->
                !up.app("tiny").at("/status/conditions").toString().contains("spec.replicas")
                    && greets(up, app, "good again"));
        assertThat(prober.stop()).isEmpty();
      }
    }
  }

  private static boolean greets(Up up, TinyApp app, String greeting) {
    return Await.unchecked(
        () -> {
          try (var connection = new HttpConnection(up.port())) {
            return connection.get(app.host(), "/").body().contains(greeting);
          }
        });
  }
}
