package io.scaledapp.operator.platform.local.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.operator.platform.local.Await;
import io.scaledapp.operator.platform.local.log.LogLimits;
import io.scaledapp.operator.platform.local.log.LogLine;
import io.scaledapp.operator.platform.local.log.Logs;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.ProcessTree;
import io.scaledapp.operator.platform.local.process.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildsTest {
  private static final String COUNT = "echo built >> count; mkdir -p out; touch out/app";

  private final Path folder;
  private final Path state;
  private final RunFolder run;
  private final Logs logs;

  BuildsTest(@TempDir Path folder, @TempDir Path state) throws IOException {
    this.folder = folder;
    this.state = state;
    this.run = RunFolder.create(state);
    this.logs = new Logs(state, LogLimits.DEFAULT);
  }

  @AfterEach
  void close() throws IOException {
    logs.close();
    run.close();
  }

  @Test
  void unchangedInputsSkipTheBuildAlsoInTheNextRun() throws Exception {
    write("src/Main.java", "one");
    build(COUNT, "src/**");
    build(COUNT, "src/**");

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void changedInputBuildsAgain() throws Exception {
    write("src/Main.java", "one");
    build(COUNT, "src/**");
    write("src/Main.java", "two");
    build(COUNT, "src/**");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void renamedAddedAndRemovedInputsBuildAgain() throws Exception {
    write("src/a", "one");
    build(COUNT, "src");
    Files.move(folder.resolve("src/a"), folder.resolve("src/b"));
    build(COUNT, "src");
    write("src/c", "");
    build(COUNT, "src");
    Files.delete(folder.resolve("src/c"));
    build(COUNT, "src");

    assertThat(builds()).isEqualTo(4);
  }

  @Test
  void fileThatIsNoInputDoesNotBuildAgain() throws Exception {
    write("pom.xml", "one");
    build(COUNT, "pom.xml");
    write("README.md", "new");
    build(COUNT, "pom.xml");

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void changedCommandBuildsAgain() throws Exception {
    write("pom.xml", "one");
    build(COUNT, "pom.xml");
    build(COUNT + "; true", "pom.xml");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void removedResultBuildsAgain() throws Exception {
    write("pom.xml", "one");
    build(COUNT, "pom.xml");
    build(COUNT, "pom.xml");
    Files.delete(folder.resolve("out/app"));
    Files.delete(folder.resolve("out"));
    build(COUNT, "pom.xml");
    build(COUNT, "pom.xml");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void withoutInputsItAlwaysBuilds() throws Exception {
    build(COUNT);
    build(COUNT);

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void inputsThatNameNoFileSkipNothing() throws Exception {
    build(COUNT, "scr/**");
    build(COUNT, "scr/**");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void failureIsToldWithCodeFolderAndLastLinesAndIsNotRemembered() throws Exception {
    write("pom.xml", "one");

    assertThatThrownBy(() -> build("echo working; echo 'no such module' >&2; exit 3", "pom.xml"))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("exited with code 3")
        .hasMessageContaining(folder.toString())
        .hasMessageEndingWith(": no such module");
    assertThatThrownBy(() -> build("echo 'no such module' >&2; exit 3", "pom.xml"))
        .isInstanceOf(BuildException.class);
    assertThat(logs.tail("shop", 10))
        .extracting(LogLine::prefixed)
        .contains("shop build | working", "shop build | no such module");
  }

  @Test
  void failureAfterSuccessBuildsAgainThoughTheInputsAreBack() throws Exception {
    write("flag", "0");
    build(COUNT + "; exit $(cat flag)", "flag");
    write("flag", "1");
    assertThatThrownBy(() -> build(COUNT + "; exit $(cat flag)", "flag"))
        .isInstanceOf(BuildException.class);
    write("flag", "0");
    build(COUNT + "; exit $(cat flag)", "flag");

    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void buildThatTakesTooLongIsEndedWithItsChildren() {
    assertThatThrownBy(() -> builds(Duration.ofMillis(300)).run(spec("sleep 1000 & sleep 1000")))
        .isInstanceOf(BuildException.class)
        .hasMessageContaining("took longer than");
    assertThat(new ProcessTree(List.of(), run.marker()).look()).isEmpty();
  }

  @Test
  void missingProgramIsToldByField() {
    var spec = new BuildSpec("shop", folder, List.of("npn", "ci"), List.of());

    assertThatThrownBy(() -> builds(Duration.ofSeconds(20)).run(spec))
        .isInstanceOf(BuildException.class)
        .hasMessageStartingWith("spec.local.build.command: \"npn\" is not found in PATH");
  }

  @Test
  void buildsOfOneFolderWaitForEachOther() throws Exception {
    // Fails if it meets itself.
    var script = "mkdir running && sleep 0.2 && rmdir running && echo built >> count";
    var both = List.of(inBackground(folder, script), inBackground(folder, script));

    for (var one : both) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsOfDifferentFoldersRunAtTheSameTime(@TempDir Path other) throws Exception {
    // Each waits until the other one runs.
    var one =
        inBackground(
            folder, "touch up; while [ ! -e %s/up ]; do sleep 0.02; done".formatted(other));
    var two =
        inBackground(
            other, "touch up; while [ ! -e %s/up ]; do sleep 0.02; done".formatted(folder));

    one.get(30, TimeUnit.SECONDS);
    two.get(30, TimeUnit.SECONDS);
  }

  @Test
  void interruptEndsTheBuild() throws Exception {
    var result = new CompletableFuture<Void>();
    var thread = Thread.ofVirtual().start(() -> complete(result, folder, "touch up; sleep 1000"));
    Await.until(() -> Files.exists(folder.resolve("up")), up -> up);

    thread.interrupt();

    assertThat(result).failsWithin(Duration.ofSeconds(20));
    assertThat(new ProcessTree(List.of(), run.marker()).look()).isEmpty();
  }

  private CompletableFuture<Void> inBackground(Path where, String script) {
    var result = new CompletableFuture<Void>();
    Thread.ofVirtual().start(() -> complete(result, where, script));
    return result;
  }

  private void complete(CompletableFuture<Void> result, Path where, String script) {
    try {
      builds(Duration.ofSeconds(30))
          .run(new BuildSpec("shop", where, List.of("sh", "-c", script), List.of()));
      result.complete(null);
    } catch (BuildException | InterruptedException e) {
      result.completeExceptionally(e);
    }
  }

  private void build(String script, String... inputs) throws Exception {
    builds(Duration.ofSeconds(30)).run(spec(script, inputs));
  }

  private BuildSpec spec(String script, String... inputs) {
    return new BuildSpec("shop", folder, List.of("sh", "-c", script), List.of(inputs));
  }

  /** Made anew each time, as the next run would. */
  private Builds builds(Duration timeout) {
    return new Builds(state, new Launcher(run), logs, timeout, InstantSource.system());
  }

  private int builds() throws IOException {
    return Files.readAllLines(folder.resolve("count")).size();
  }

  private void write(String file, String text) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
