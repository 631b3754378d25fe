package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanReaperTest {
  private static final String RUN = "00000000deadbeef";

  private final Path state;
  private final OrphanReaper reaper;
  private final Process stranger;

  OrphanReaperTest(@TempDir Path state) throws IOException {
    this.state = state;
    this.reaper = new OrphanReaper(state, Duration.ofSeconds(5));
    this.stranger = new ProcessBuilder("sleep", "1000").start();
  }

  @AfterEach
  void clear() {
    stranger.destroyForcibly();
  }

  @Test
  void recordedProcessOfDeadRunIsEnded() throws Exception {
    var key = ProcessKey.of(stranger.pid()).orElseThrow();
    deadRun(key.toString());

    assertThat(reaper.reap()).containsExactly(key);

    assertThat(stranger.waitFor()).isEqualTo(128 + 15);
    assertThat(state.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void otherProcessWithRecordedPidIsLeftAlone() throws Exception {
    deadRun(stranger.pid() + " another-boot:12345");

    assertThat(reaper.reap()).isEmpty();

    assertThat(stranger.isAlive()).isTrue();
    assertThat(state.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void processThatWasStartedBeforeItsRecordIsFoundByItsMarker() throws Exception {
    deadRun("");
    var builder = new ProcessBuilder("sleep", "1000");
    builder.environment().put("SCALEDAPP_UP", RUN);
    var orphan = builder.start();
    Await.until(() -> MarkedProcesses.find(RunFolder.marker(RUN)), all -> !all.isEmpty());

    assertThat(reaper.reap()).extracting(ProcessKey::pid).containsExactly(orphan.pid());

    assertThat(orphan.waitFor()).isEqualTo(128 + 15);
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void damagedRecordsDoNoHarm() throws Exception {
    deadRun("no record\n" + stranger.pid() + "\n\n");

    assertThat(reaper.reap()).isEmpty();

    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void ownRunIsLeftAlone() throws Exception {
    try (var run = RunFolder.create(state)) {
      run.record(ProcessKey.of(stranger.pid()).orElseThrow());

      assertThat(reaper.reap()).isEmpty();

      assertThat(stranger.isAlive()).isTrue();
      assertThat(state.resolve("runs").resolve(run.id())).exists();
    }
    assertThat(state.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void nothingToReapInAnUnusedStateFolder() throws Exception {
    assertThat(reaper.reap()).isEqualTo(List.of());
  }

  private void deadRun(String processes) throws IOException {
    var folder = Files.createDirectories(state.resolve("runs").resolve(RUN));
    Files.createFile(folder.resolve(RunFolder.LOCK));
    Files.writeString(folder.resolve(RunFolder.PROCESSES), processes);
  }
}
