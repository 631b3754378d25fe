package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Path folder;
  private final String value = UUID.randomUUID().toString();
  private final String marker = "TREE_TEST=" + value;

  ProcessTreeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void clear() throws Exception {
    new ProcessTree(List.of(), marker).kill();
  }

  @Test
  void childOfStoppedShellGetsSigtermToo() throws Exception {
    var tree =
        start(
            "sh -c 'trap \"echo told > told; exit\" TERM; echo up > up; while :; do sleep 0.05; done' & wait");
    Await.until(() -> Files.exists(folder.resolve("up")), up -> up);

    tree.stop(LONG);

    assertThat(folder.resolve("told")).exists();
    assertThat(tree.look()).isEmpty();
  }

  @Test
  void childWhoseParentHasGoneIsEndedToo() throws Exception {
    // The middle shell ends at once, so the inner one becomes an orphan.
    var tree = start("sh -c '(echo $$ ; sleep 1000 & echo up > up)'; sleep 1000");
    Await.until(() -> Files.exists(folder.resolve("up")), up -> up);
    assertThat(tree.look()).hasSizeGreaterThanOrEqualTo(3);

    tree.stop(LONG);

    assertThat(MarkedProcesses.find(marker)).isEmpty();
  }

  @Test
  void processThatIgnoresSigtermIsKilledAfterTheGracePeriod() throws Exception {
    var tree = start("trap '' TERM; echo up > up; while :; do sleep 0.05; done");
    Await.until(() -> Files.exists(folder.resolve("up")), up -> up);
    var before = System.nanoTime();

    tree.stop(Duration.ofMillis(300));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(300));
    assertThat(tree.look()).isEmpty();
  }

  @Test
  void whatARootLeftBehindIsFoundByItsMarker() throws Exception {
    var root = process("sleep 1000 & echo up > up");
    root.waitFor();

    var tree = new ProcessTree(List.of(), marker);
    assertThat(tree.look()).hasSize(1);
    tree.kill();

    assertThat(tree.look()).isEmpty();
  }

  @Test
  void listOfPsNamesTheSameProcesses() throws Exception {
    process("sleep 1000 & sleep 1000");
    var found = Await.until(() -> MarkedProcesses.find(marker), all -> all.size() == 3);

    assertThat(MarkedProcesses.byPs(marker)).containsExactlyInAnyOrderElementsOf(found);
  }

  @Test
  void otherValueOfTheMarkerIsNoMember() throws Exception {
    process("sleep 1000");
    Await.until(() -> MarkedProcesses.find(marker), all -> !all.isEmpty());

    assertThat(MarkedProcesses.find(marker.substring(0, marker.length() - 1))).isEmpty();
  }

  @Test
  void thisProcessIsNoMemberThoughItsKeyIsGiven() {
    var own = ProcessKey.of(ProcessHandle.current().pid()).stream().toList();

    assertThat(new ProcessTree(own, marker).look()).isEmpty();
  }

  private ProcessTree start(String script) throws IOException {
    var process = process(script);
    return new ProcessTree(ProcessKey.of(process.pid()).stream().toList(), marker);
  }

  private Process process(String script) throws IOException {
    var builder = new ProcessBuilder("sh", "-c", script).directory(folder.toFile());
    // A pipe would break when the shell ends, and its children with it.
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    builder.environment().put("TREE_TEST", value);
    return builder.start();
  }
}
