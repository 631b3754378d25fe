package io.scaledapp.operator.platform.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.crds.v1alpha1.JobConcurrency;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScheduledJob;
import io.scaledapp.operator.platform.local.log.LogLine;
import io.scaledapp.operator.platform.local.log.Logs;
import io.scaledapp.operator.platform.local.probe.Checker;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.Ports;
import io.scaledapp.operator.platform.local.process.ProcessTree;
import io.scaledapp.operator.platform.local.process.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scheduled jobs as processes, where time is what the test says. */
class ScheduledJobsTest {

  private static final Instant BEGIN = Instant.parse("2026-07-06T05:59:30Z");

  private final Path folder;
  private final RunFolder run;
  private final Surroundings surroundings;
  private final ScheduledJobs jobs;
  private final List<String> failures = new CopyOnWriteArrayList<>();

  ScheduledJobsTest(@TempDir Path state, @TempDir Path folder) throws IOException {
    this.folder = folder;
    this.run = RunFolder.create(state);
    var launcher = new Launcher(run);
    surroundings =
        new Surroundings(
            launcher,
            Ports.open(state),
            new Checker(launcher),
            new Logs(state, PlatformUnderTest.OPTIONS.logs()),
            PlatformUnderTest.OPTIONS);
    jobs = new ScheduledJobs(surroundings, (app, words) -> failures.add(app + ": " + words));
  }

  @AfterEach
  void close() throws Exception {
    jobs.endAll().get();
    surroundings.logs().close();
    surroundings.ports().close();
    run.close();
  }

  @Test
  void oneThatFailsIsToldOf() {
    jobs.schedule(app(job("0 8 * * 1", "Europe/Berlin", "exit 3")), BEGIN);
    jobs.tick(BEGIN.plusSeconds(30));

    Await.until(() -> failures, all -> !all.isEmpty());
    assertThat(failures)
        .singleElement()
        .asString()
        .startsWith("default/shop: job tick failed: ")
        .contains("3");
  }

  @Test
  void runOnceAtTheirTimeInTheirZone() throws Exception {
    // Eight o'clock of a summer's Monday in Berlin.
    jobs.schedule(
        app(job("0 8 * * 1", "Europe/Berlin", "echo $SCALEDAPP_APP; echo ran >> ran")), BEGIN);

    jobs.tick(BEGIN.plusSeconds(29));
    assertThat(ran()).isEmpty();
    jobs.tick(BEGIN.plusSeconds(30));
    jobs.tick(BEGIN.plusSeconds(31));
    jobs.tick(BEGIN.plusSeconds(90));

    Await.until(this::ran, lines -> !lines.isEmpty());
    jobs.endAll().get();
    assertThat(ran()).hasSize(1);
    assertThat(surroundings.logs().tail("shop", 10))
        .extracting(LogLine::prefixed)
        .containsExactly("shop job-tick | shop");
  }

  @Test
  void whatCameDueWhileNobodyLookedRunsOnce() {
    jobs.schedule(app(job("* * * * *", "UTC", "echo ran >> ran")), BEGIN);

    jobs.tick(BEGIN.plusSeconds(3600));

    Await.until(this::ran, lines -> !lines.isEmpty());
    jobs.tick(BEGIN.plusSeconds(3601));
    assertThat(ran()).hasSize(1);
  }

  @Test
  void forbidLeavesOutARunWhileTheOneBeforeHasNotEnded() throws Exception {
    var script = "echo begun >> ran; until test -e go; do sleep 0.05; done";
    jobs.schedule(app(job("* * * * *", "UTC", script, JobConcurrency.FORBID)), BEGIN);
    jobs.tick(BEGIN.plusSeconds(30));
    Await.until(this::ran, all -> all.contains("begun"));

    jobs.tick(BEGIN.plusSeconds(90));
    Files.createFile(folder.resolve("go"));
    Await.until(() -> new ProcessTree(List.of(), run.marker()).look().keySet(), Set::isEmpty);

    assertThat(ran()).hasSize(1);
  }

  @Test
  void allowRunsBoth() {
    var begun = twoRuns(JobConcurrency.ALLOW, 2);

    assertThat(begun).hasSize(2).doesNotContain("ended");
  }

  @Test
  void replaceEndsTheOneBefore() {
    var begun = twoRuns(JobConcurrency.REPLACE, 3);

    assertThat(begun).containsExactly("begun", "ended", "begun");
  }

  /** What runs said of themselves after the second one's time, as soon as there are so many. */
  private List<String> twoRuns(JobConcurrency policy, int lines) {
    var script =
        "trap 'echo ended >> ran; exit' TERM; echo begun >> ran; while :; do sleep 0.05; done";
    jobs.schedule(app(job("* * * * *", "UTC", script, policy)), BEGIN);
    jobs.tick(BEGIN.plusSeconds(30));
    Await.until(this::ran, all -> all.contains("begun"));
    jobs.tick(BEGIN.plusSeconds(90));
    return Await.until(this::ran, all -> all.size() >= lines);
  }

  @Test
  void oneThatStaysAsItIsGoesOnAndOneThatIsNotNamedAnyMoreEnds() throws Exception {
    var script = "echo $$ >> ran; exec sleep 1000";
    jobs.schedule(app(job("* * * * *", "UTC", script)), BEGIN);
    jobs.tick(BEGIN.plusSeconds(30));
    Await.until(this::ran, lines -> !lines.isEmpty());
    var process = ProcessHandle.of(Long.parseLong(ran().getFirst())).orElseThrow();

    jobs.schedule(app(job("* * * * *", "UTC", script)), BEGIN.plusSeconds(40));
    assertThat(process.isAlive()).isTrue();

    jobs.schedule(app(), BEGIN.plusSeconds(50));
    process.onExit().get();
    jobs.tick(BEGIN.plusSeconds(90));
    jobs.endAll().get();
    assertThat(ran()).hasSize(1);
  }

  @Test
  void noneOfAnEndedAppRuns() throws Exception {
    jobs.schedule(app(job("* * * * *", "UTC", "echo ran >> ran")), BEGIN);

    jobs.end(TestRevision.APP);
    jobs.tick(BEGIN.plusSeconds(60));
    jobs.endAll().get();

    assertThat(ran()).isEmpty();
  }

  private ScaledApp app(ScheduledJob... all) {
    var revision = TestRevision.shell(folder, "sleep 1000");
    return TestRevision.with(revision, null, List.of(all)).source();
  }

  private static ScheduledJob job(String schedule, String zone, String script) {
    return new ScheduledJob("tick", schedule, zone, shell(script), null, null);
  }

  private static ScheduledJob job(
      String schedule, String zone, String script, JobConcurrency policy) {
    return new ScheduledJob("tick", schedule, zone, shell(script), null, policy);
  }

  /** Dollar signs are the shell's. */
  private static List<String> shell(String script) {
    return List.of("sh", "-c", script.replace("$", "$$"));
  }

  private List<String> ran() {
    try {
      var file = folder.resolve("ran");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
