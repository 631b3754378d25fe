package io.scaledapp.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals to the real program. */
@Timeout(60)
class SecondSignalTest {

  private static final String APP =
      """
      apiVersion: scaledapp.io/v1alpha1
      kind: ScaledApp
      metadata: {name: one}
      spec:
        template:
          spec:
            terminationGracePeriodSeconds: 300
            containers:
              - name: app
                command: [sh, -c, "trap '%s' TERM; echo $$$$ > pid; while :; do sleep 0.1; done"]
                ports: [{containerPort: 8080}]
      """;

  private final Path folder;

  @SuppressWarnings("NullAway.Init") // Each test starts it.
  private Process up;

  SecondSignalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void end() throws Exception {
    up.destroyForcibly().waitFor();
    replica().ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void secondSigtermEndsAReplicaAtOnceThatIgnoresTheFirst() throws Exception {
    start("");
    var replica = replica().orElseThrow();

    // A signal soon after the first counts as the same, so it may take several.
    while (up.isAlive()) {
      up.destroy();
      var unused = up.waitFor(100, TimeUnit.MILLISECONDS);
    }

    assertThat(up.exitValue()).isEqualTo(128 + 15);
    assertThat(replica.isAlive()).isFalse();
    assertThat(folder.resolve("state/scaledapp/runs")).isEmptyDirectory();
  }

  @Test
  void oneSigtermEndsAllInOrder() throws Exception {
    start("exit 0");
    var replica = replica().orElseThrow();

    up.destroy();

    assertThat(up.waitFor()).isZero();
    assertThat(replica.isAlive()).isFalse();
    assertThat(folder.resolve("state/scaledapp/runs")).isEmptyDirectory();
  }

  private void start(String onTerm) throws Exception {
    var file = Files.writeString(folder.resolve("app.yaml"), APP.formatted(onTerm));
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "up",
            "-f",
            file.toString(),
            "--listen=localhost:" + freePort(),
            "--admin=localhost:" + freePort());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    up = builder.start();
    while (replica().isEmpty()) {
      assertThat(up.isAlive()).as(() -> output()).isTrue();
      Thread.sleep(20);
    }
  }

  private Optional<ProcessHandle> replica() throws IOException {
    var file = folder.resolve("pid");
    var text = Files.exists(file) ? Files.readString(file).strip() : "";
    return text.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(text));
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
