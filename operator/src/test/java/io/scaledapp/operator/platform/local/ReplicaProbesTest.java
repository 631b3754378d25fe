package io.scaledapp.operator.platform.local;

import static io.scaledapp.operator.platform.local.PlatformUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What probes and hooks of the template make of a replica. */
class ReplicaProbesTest {
  @AutoClose private final PlatformUnderTest test;

  ReplicaProbesTest(@TempDir Path state, @TempDir Path folder) throws IOException {
    test = new PlatformUnderTest(state, folder);
  }

  @Test
  void readinessFollowsItsProbeUpAndDownAndUp() throws Exception {
    test.platform.start(app(c -> c.withReadinessProbe(http(1)), "503"));
    var starting =
        test.awaitReplica(one -> one.message() != null && one.message().contains("answered 503"));
    assertThat(starting.phase()).isEqualTo(Phase.STARTING);

    get(starting, "/health/set?200");
    var ready = test.awaitReplica(one -> one.phase() == Phase.READY);
    get(ready, "/health/set?500");
    var notReady = test.awaitReplica(one -> one.phase() == Phase.NOT_READY);
    assertThat(notReady.message()).startsWith("readiness probe failed: GET http://127.0.0.1");
    assertThat(notReady.host()).isEqualTo("127.0.0.1");
    get(ready, "/health/set?200");

    var again = test.awaitReplica(one -> one.phase() == Phase.READY);
    assertThat(again.restarts()).isZero();
    assertThat(again.readyAt()).isEqualTo(ready.readyAt());
  }

  @Test
  void readinessIsSeenLongBeforeThePeriodIsOver() {
    var before = System.nanoTime();

    test.startReady(app(c -> c.withReadinessProbe(http(300))));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void livenessFailureRestartsInPlace() throws Exception {
    var ready = test.startReady(app(c -> c.withLivenessProbe(http(1))));

    get(ready, "/health/set?500");

    test.awaitSeen(
        one ->
            one.phase() == Phase.NOT_READY
                && String.valueOf(one.message()).startsWith("liveness probe failed: GET "));
    var again = test.awaitReplica(one -> one.phase() == Phase.READY && one.restarts() == 1);
    assertThat(again.id()).isEqualTo(ready.id());
  }

  @Test
  void startupFailureRestartsAndHoldsTheOtherProbesBack() {
    test.platform.start(
        app(c -> c.withStartupProbe(http(1)).withReadinessProbe(exec("touch probed")), "500"));

    test.awaitReplica(one -> one.restarts() == 1);

    assertThat(test.seen)
        .anySatisfy(one -> assertThat(one.message()).startsWith("startup probe failed: GET "));
    assertThat(test.folder.resolve("probed")).doesNotExist();
  }

  @Test
  void readinessBeginsOnceStartupPassed() {
    test.platform.start(
        app(c -> c.withStartupProbe(exec("[ -e started ]")).withReadinessProbe(http(1))));
    test.awaitReplica(one -> one.phase() == Phase.STARTING);
    Await.until(this::makeStarted, made -> made);

    test.awaitReplica(one -> one.phase() == Phase.READY);
  }

  @Test
  void initialDelayIsKept() {
    var probe = new ProbeBuilder(http(1)).withInitialDelaySeconds(1).build();

    var replica = test.startReady(app(c -> c.withReadinessProbe(probe)));

    assertThat(replica.readyAt()).isAfterOrEqualTo(replica.startedAt().plusSeconds(1));
  }

  @Test
  void successThresholdIsKept() {
    var probe = new ProbeBuilder(http(1)).withSuccessThreshold(2).build();

    var replica = test.startReady(app(c -> c.withReadinessProbe(probe)));

    assertThat(replica.readyAt()).isAfterOrEqualTo(replica.startedAt().plusSeconds(1));
  }

  @Test
  void replicaThatIgnoresSigtermIsKilledAfterItsGracePeriod() {
    var revision = shell("trap '' TERM; echo up > up; while :; do sleep 0.1; done", c -> c, 1);
    test.platform.start(revision);
    var replica = test.awaitReplica(one -> Files.exists(test.folder.resolve("up")));
    var before = System.nanoTime();

    test.platform.stop(replica.id());
    test.awaitNone();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(test.processes()).isEmpty();
  }

  @Test
  void hookRunsBeforeSigterm() throws Exception {
    var script = "trap 'echo term >> order; exit' TERM; echo up > up; while :; do sleep 0.1; done";
    var revision =
        shell(
            script,
            c ->
                c.withNewLifecycle()
                    .withNewPreStop()
                    .withNewExec()
                    .withCommand("sh", "-c", "echo hook >> order")
                    .endExec()
                    .endPreStop()
                    .endLifecycle(),
            20);
    test.platform.start(revision);
    var replica = test.awaitReplica(one -> Files.exists(test.folder.resolve("up")));

    test.platform.stop(replica.id());
    test.awaitNone();

    assertThat(test.folder.resolve("order")).hasContent("hook\nterm");
  }

  @Test
  void sleepOfTheHookDelaysSigterm() {
    var revision =
        app(
            c ->
                c.withNewLifecycle().withNewPreStop().withNewSleep(1L).endPreStop().endLifecycle());
    var replica = test.startReady(revision);
    var before = System.nanoTime();

    test.platform.stop(replica.id());
    test.awaitNone();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
  }

  private boolean makeStarted() {
    try {
      Files.createFile(test.folder.resolve("started"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Revision app(UnaryOperator<ContainerBuilder> more, String... args) {
    return TestRevision.of(test.folder, TestApp.command(args), more, null);
  }

  private Revision shell(String script, UnaryOperator<ContainerBuilder> more, long grace) {
    var revision = TestRevision.of(test.folder, List.of("sh", "-c", script), more, null);
    var template = revision.source().getSpec().template();
    assertThat(template).isNotNull();
    template.getSpec().setTerminationGracePeriodSeconds(grace);
    return revision;
  }

  private static Probe http(int period) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath("/health")
        .withPort(new IntOrString("http"))
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(5)
        .withFailureThreshold(2)
        .build();
  }

  private static Probe exec(String script) {
    return new ProbeBuilder()
        .withNewExec()
        .withCommand("sh", "-c", script)
        .endExec()
        .withPeriodSeconds(1)
        .withTimeoutSeconds(5)
        .withFailureThreshold(100)
        .build();
  }
}
