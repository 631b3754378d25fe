package io.scaledapp.operator.platform.local;

import static io.scaledapp.operator.platform.local.PlatformUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.scaledapp.crds.v1alpha1.LocalBuild;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Replicas that crash, hang, or cannot be started. */
class ReplicaTroubleTest {
  @AutoClose private final PlatformUnderTest test;

  ReplicaTroubleTest(@TempDir Path state, @TempDir Path folder) throws IOException {
    test = new PlatformUnderTest(state, folder);
  }

  @Test
  void crashedReplicaIsRestartedInPlaceAtOnce() {
    var first = test.startReady(test.app());

    assertThat(catchThrowable(() -> get(first, "/exit?3"))).isInstanceOf(IOException.class);

    var second = test.awaitReplica(one -> one.phase() == Phase.READY && one.restarts() == 1);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.port()).isNotEqualTo(first.port());
    assertThat(phases()).doesNotContain(Phase.CRASH_LOOP_BACK_OFF);
    assertThat(test.seen)
        .filteredOn(one -> one.phase() == Phase.PENDING && one.message() != null)
        .first()
        .satisfies(
            one -> {
              assertThat(one.message()).isEqualTo("exited with code 3");
              assertThat(one.host()).isNull();
            });
  }

  @Test
  void deathIsToldBeforeAnythingElseHappens() throws Exception {
    var replica = test.startReady(test.app());
    var pid = test.processes().iterator().next().pid();
    var killedAt = System.nanoTime();

    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    test.awaitSeen(one -> one.phase() == Phase.PENDING && one.message() != null);

    assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isLessThan(Duration.ofSeconds(2));
    assertThat(test.replicas()).extracting(Replica::id).containsExactly(replica.id());
  }

  @Test
  void replicaThatCrashesAgainWaitsAndSaysWhy() {
    test.platform.start(test.shell("echo starting; echo 'no database at db:5432' >&2; exit 7"));

    var waiting = test.awaitReplica(one -> one.phase() == Phase.CRASH_LOOP_BACK_OFF);

    assertThat(waiting.message()).matches("exited with code 7 after .* s: no database at db:5432");
    assertThat(waiting.host()).isNull();
    test.awaitReplica(one -> one.phase() == Phase.CRASH_LOOP_BACK_OFF && one.restarts() == 3);
  }

  @Test
  void replicaThatEndsWithoutFaultIsRestartedToo() {
    test.platform.start(test.shell("exit 0"));

    var waiting = test.awaitReplica(one -> one.phase() == Phase.CRASH_LOOP_BACK_OFF);

    assertThat(waiting.message()).contains("exited with code 0");
  }

  @Test
  void signalThatEndedAReplicaIsNamed() {
    test.platform.start(test.shell("kill -SEGV $$"));

    var waiting = test.awaitReplica(one -> one.phase() == Phase.CRASH_LOOP_BACK_OFF);

    assertThat(waiting.message()).contains("was ended by SIGSEGV");
  }

  @Test
  void replicaIsStoppedWhileItWaits() {
    test.platform.start(test.shell("exit 1"));
    var waiting = test.awaitReplica(one -> one.phase() == Phase.CRASH_LOOP_BACK_OFF);

    test.platform.stop(waiting.id());

    test.awaitNone();
  }

  @Test
  void childrenOfACrashedReplicaDoNotSurvive() {
    test.platform.start(
        test.shell("if [ -e again ]; then sleep 1000; fi; touch again; sleep 1001 & exit 1;"));

    test.awaitReplica(one -> one.restarts() == 1 && one.phase() == Phase.STARTING);

    Await.until(test::processes, processes -> processes.size() == 2);
    assertThat(test.commandLines()).noneMatch(line -> line.endsWith("sleep 1001"));
  }

  @Test
  void processThatFindsItsPortTakenGetsAnotherOneAtOnce() {
    var revision =
        test.shell(
            """
            if [ ! -e third ]; then
              if [ -e second ]; then touch third; fi
              touch second
              echo "Error: listen EADDRINUSE: address already in use 127.0.0.1:$PORT" >&2
              exit 1
            fi
            sleep 1000
            """);
    test.platform.start(revision);

    test.awaitReplica(one -> one.restarts() == 2 && one.phase() == Phase.STARTING);

    assertThat(phases()).doesNotContain(Phase.CRASH_LOOP_BACK_OFF);
    assertThat(test.seen)
        .filteredOn(one -> one.phase() == Phase.STARTING)
        .extracting(Replica::port)
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void replicaThatNeverListensSaysSo() {
    test.platform.start(test.shell("sleep 1000"));

    var replica = test.awaitReplica(one -> one.message() != null);

    assertThat(replica.phase()).isEqualTo(Phase.STARTING);
    assertThat(replica.message())
        .isEqualTo(
            "runs, but nothing listens on 127.0.0.1:%d (its PORT) yet: does it read PORT?",
            replica.port());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void replicaThatListensElsewhereSaysWhereWhateverItsProbe() throws IOException {
    var other = freePort();
    var serve = new ArrayList<>(List.of("env", "PORT=" + other));
    serve.addAll(TestApp.command());
    var probe =
        new ProbeBuilder()
            .withNewHttpGet()
            .withNewPort(TestRevision.PORT)
            .endHttpGet()
            .withInitialDelaySeconds(300)
            .build();
    test.platform.start(
        TestRevision.of(
            test.folder, serve, container -> container.withReadinessProbe(probe), null));

    var replica = test.awaitReplica(one -> one.message() != null);

    assertThat(replica.phase()).isEqualTo(Phase.STARTING);
    assertThat(replica.message())
        .isEqualTo(
            "runs, but nothing listens on 127.0.0.1:%d (its PORT); it listens on %d: does it read"
                + " PORT?",
            replica.port(), other);
  }

  @Test
  void foreignPortThatIsTakenIsNamedAndTakesItsTime() throws IOException {
    try (var other = new ServerSocket(0)) {
      test.platform.start(
          test.shell(
              "echo x >> starts; echo 'listen EADDRINUSE: address already in use :::%d' >&2; exit 1"
                  .formatted(other.getLocalPort())));

      var waiting = test.awaitReplica(one -> one.phase() == Phase.CRASH_LOOP_BACK_OFF);

      assertThat(waiting.message())
          .matches(
              "tries to listen on %d, which is taken, and not on its PORT \\d+;"
                      .formatted(other.getLocalPort())
                  + " exited with code 1 after .* s");
      assertThat(test.folder.resolve("starts")).hasContent("x\nx\n");
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void commandThatIsNotThereFailsThePreparationByName() {
    var prepared = test.platform.prepare(TestRevision.of(test.folder, List.of("nod", "server.js")));

    assertThat(prepared.toCompletableFuture())
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining(
            "spec.template.spec.containers[0].command: \"nod\" is not found in PATH");
  }

  @Test
  void commandThatIsNotThereKeepsAReplicaWaiting() {
    test.platform.start(TestRevision.of(test.folder, List.of("./server.sh")));

    var waiting = test.awaitReplica(one -> one.phase() == Phase.CRASH_LOOP_BACK_OFF);

    assertThat(waiting.message())
        .isEqualTo(
            "spec.template.spec.containers[0].command: there is no file "
                + test.folder.resolve("./server.sh"));
  }

  @Test
  void failedBuildFailsThePreparation() {
    var build = new LocalBuild(List.of("sh", "-c", "echo 'lock file is broken' >&2; exit 1"), null);
    var revision = TestRevision.of(test.folder, List.of("sh"), container -> container, build);

    assertThat(test.platform.prepare(revision).toCompletableFuture())
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("exited with code 1: lock file is broken");
  }

  @Test
  void programThatTheBuildMakesIsFoundAfterIt() {
    var script = "printf '#!/bin/sh\\nsleep 1000\\n' > server; chmod +x server";
    var build = new LocalBuild(List.of("sh", "-c", script), null);
    var revision = TestRevision.of(test.folder, List.of("./server"), container -> container, build);

    assertThat(test.platform.prepare(revision).toCompletableFuture())
        .succeedsWithin(20, TimeUnit.SECONDS);
    assertThat(test.folder.resolve("server")).exists();
  }

  @Test
  void closeEndsARunningBuild() {
    var build = new LocalBuild(List.of("sh", "-c", "touch up; sleep 1000"), null);
    var revision = TestRevision.of(test.folder, List.of("sh"), container -> container, build);
    var prepared = test.platform.prepare(revision).toCompletableFuture();
    Await.until(() -> Files.exists(test.folder.resolve("up")), up -> up);

    test.close();

    assertThat(prepared).isCompletedExceptionally();
    assertThat(test.processes()).isEmpty();
  }

  @Test
  void cancelledBuildIsEndedAndHoldsUpNoOther() {
    var hanging = prepare("touch up; sleep 1000");
    Await.until(() -> Files.exists(test.folder.resolve("up")), up -> up);

    hanging.cancel(true);

    assertThat(prepare("true")).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(test.processes()).isEmpty();
  }

  private CompletableFuture<Void> prepare(String script) {
    var build = new LocalBuild(List.of("sh", "-c", script), null);
    var revision = TestRevision.of(test.folder, List.of("sh"), container -> container, build);
    return test.platform.prepare(revision).toCompletableFuture();
  }

  private List<Phase> phases() {
    return test.seen.stream().map(Replica::phase).toList();
  }
}
