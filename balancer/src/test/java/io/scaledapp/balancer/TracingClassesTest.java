package io.scaledapp.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracingClassesTest {

  /** They would cost time at each start, and memory. */
  @Test
  void balancerWithoutTracingLoadsNoClassOfOpenTelemetry(@TempDir Path folder) throws Exception {
    var loaded = folder.resolve("loaded");
    var process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                UntracedBalancer.class.getName())
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    try (var lines = Files.lines(loaded)) {
      assertThat(lines.filter(line -> line.matches(".*\\bio\\.(opentelemetry|scaledapp)\\..*")))
          .anyMatch(line -> line.contains("io.scaledapp.balancer.exchange.Exchange"))
          .noneMatch(line -> line.contains("io.opentelemetry"));
    }
  }
}
