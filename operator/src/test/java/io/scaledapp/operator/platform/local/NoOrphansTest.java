package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.process.OrphanReaper;
import io.scaledapp.operator.platform.local.process.ProcessKey;
import io.scaledapp.operator.platform.local.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program leaves behind that runs replicas and is ended, by whatever means. */
class NoOrphansTest {
  private final Path state;
  private final Path folder;
  private final Process up;
  private final String run;

  NoOrphansTest(@TempDir Path state, @TempDir Path folder) throws Exception {
    this.state = state;
    this.folder = folder;
    this.up = UpProgram.start(state, folder);
    Await.until(() -> isThere("up1") && isThere("up2"), there -> there);
    this.run = onlyRun();
  }

  @AfterEach
  void close() throws Exception {
    up.destroyForcibly().waitFor();
    new ProcessTree(List.of(), "SCALEDAPP_UP=" + run).kill();
  }

  @Test
  void sigtermLeavesNothing() throws Exception {
    up.destroy();

    assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(living()).isEmpty();
    assertThat(state.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void killIsClearedUpByTheNextRun() throws Exception {
    var left = living();
    assertThat(left).hasSizeGreaterThanOrEqualTo(4);
    up.destroyForcibly().waitFor();

    var reaped = new OrphanReaper(state, Duration.ofSeconds(1)).reap();

    assertThat(reaped).isNotEmpty();
    assertThat(left).noneMatch(ProcessKey::isAlive);
    assertThat(living()).isEmpty();
    assertThat(state.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void runThatLivesIsLeftAlone() throws Exception {
    var before = living();

    assertThat(new OrphanReaper(state, Duration.ofSeconds(1)).reap()).isEmpty();

    assertThat(before).allMatch(ProcessKey::isAlive);
    assertThat(up.isAlive()).isTrue();
  }

  private Set<ProcessKey> living() {
    return new ProcessTree(List.of(), "SCALEDAPP_UP=" + run).look().keySet();
  }

  private boolean isThere(String file) {
    return Files.exists(folder.resolve(file));
  }

  private String onlyRun() throws IOException {
    try (var folders = Files.list(state.resolve("runs"))) {
      return folders.findFirst().orElseThrow().getFileName().toString();
    }
  }
}
