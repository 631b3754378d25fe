package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.crds.v1alpha1.RolloutJob;
import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.local.log.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs before a revision's first replica, as a process. */
class LocalPreRolloutJobTest {

  private final Path folder;
  @AutoClose private final PlatformUnderTest test;

  LocalPreRolloutJobTest(@TempDir Path state, @TempDir Path folder) throws IOException {
    this.folder = folder;
    test = new PlatformUnderTest(state, folder);
  }

  @Test
  void runsOnceInTheEnvironmentOfAReplicaWithItsOutputInTheLogs() throws Exception {
    prepare("echo migrating $SCALEDAPP_APP in $PWD; echo ran >> ran; test -n \"$SCALEDAPP_JOB\"");

    assertThat(ran()).hasSize(1);
    assertThat(test.tail())
        .extracting(LogLine::prefixed)
        .containsExactly("shop before | migrating shop in " + folder.toRealPath());
    assertThat(test.processes()).isEmpty();
  }

  @Test
  void failureTellsTheCommandHowItEndedAndItsLastWords() {
    assertThatThrownBy(() -> prepare("echo the table is locked; exit 3"))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(JobFailedException.class)
        .hasMessageStartingWith("the pre-rollout job failed: \"sh -c")
        .hasMessageContaining("3")
        .hasMessageContaining("the table is locked");
  }

  @Test
  void programThatIsNotThereIsNamedWithItsField() {
    var revision = revision(new RolloutJob(List.of("no-such-migration"), null, null));

    assertThatThrownBy(() -> prepare(revision))
        .cause()
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("spec.rollout.before.command")
        .hasMessageContaining("no-such-migration");
  }

  @Test
  void oneThatTakesTooLongIsEndedWithAllThatItStarted() {
    assertThatThrownBy(() -> prepare("sleep 1000 & sleep 1000", "1s", 0))
        .cause()
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("was not done within its timeout and was ended");
    assertThat(test.processes()).isEmpty();
  }

  @Test
  void oneThatFailsIsTriedAgainAsOftenAsIsSaid() throws Exception {
    prepare("echo ran >> ran; test $(wc -l < ran) = 2", "1m", 1);

    assertThat(ran()).hasSize(2);
  }

  @Test
  void aLaterRevisionsWaitsForTheEndOfAnEarlierOnesThatNobodyNeedsAnyMore() throws Exception {
    var first =
        test.platform.prepare(
            revision(
                script(
                    "echo begin >> ran; until test -e go; do sleep 0.05; done; echo end >> ran")));
    Await.until(this::ranSoFar, lines -> lines.contains("begin"));
    first.toCompletableFuture().cancel(true);

    var second = test.platform.prepare(revision(script("echo second >> ran")));
    assertThat(second.toCompletableFuture().isDone()).isFalse();
    Files.createFile(folder.resolve("go"));
    second.toCompletableFuture().get();

    assertThat(ran()).containsExactly("begin", "end", "second");
  }

  @Test
  void closingEndsIt() {
    var unused = test.platform.prepare(revision(script("echo begin >> ran; sleep 1000")));
    Await.until(this::ranSoFar, lines -> lines.contains("begin"));

    test.close();

    assertThat(test.processes()).isEmpty();
  }

  private void prepare(String script) throws Exception {
    prepare(revision(script(script)));
  }

  private void prepare(String script, String timeout, int retries) throws Exception {
    prepare(revision(new RolloutJob(script(script).command(), timeout, retries)));
  }

  private void prepare(Revision revision) throws Exception {
    test.platform.prepare(revision).toCompletableFuture().get();
  }

  /** Dollar signs are the shell's. */
  private static RolloutJob script(String script) {
    return new RolloutJob(List.of("sh", "-c", script.replace("$", "$$")), null, null);
  }

  private Revision revision(@Nullable RolloutJob before) {
    return TestRevision.with(test.shell("sleep 1000"), before, List.of());
  }

  private List<String> ran() throws IOException {
    return Files.readAllLines(folder.resolve("ran"));
  }

  private List<String> ranSoFar() {
    try {
      return Files.exists(folder.resolve("ran")) ? ran() : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
