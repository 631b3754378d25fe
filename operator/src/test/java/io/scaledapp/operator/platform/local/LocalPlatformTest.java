package io.scaledapp.operator.platform.local;

import static io.scaledapp.operator.platform.local.PlatformUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.platform.local.log.LogLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of replicas that do as they are told. */
class LocalPlatformTest {
  @AutoClose private final PlatformUnderTest test;

  LocalPlatformTest(@TempDir Path state, @TempDir Path folder) throws IOException {
    test = new PlatformUnderTest(state, folder);
  }

  @Test
  void withoutReadinessProbeReplicaIsReadyOnceItListens() throws Exception {
    var replica = test.startReady(test.app());

    assertThat(get(replica, "/env"))
        .contains("PORT=" + replica.port())
        .contains("SCALEDAPP_INSTANCE=0")
        .contains("SCALEDAPP_APP=shop")
        .contains("SCALEDAPP_REVISION=1")
        .contains("SCALEDAPP_UP=")
        .contains("PATH=" + System.getenv("PATH"));
    assertThat(test.seen).extracting(Replica::phase).startsWith(Phase.PENDING, Phase.STARTING);
    assertThat(replica.readyAt()).isAfter(replica.startedAt());
  }

  @Test
  void replicasHavePortsAndNumbersOfTheirOwn() {
    IntStream.range(0, 5).forEach(i -> test.platform.start(test.app()));

    Await.until(test::replicas, all -> all.stream().allMatch(one -> one.phase() == Phase.READY));
    assertThat(test.replicas())
        .extracting(one -> one.name().substring(one.name().lastIndexOf('-')))
        .containsExactly("-0", "-1", "-2", "-3", "-4");
    assertThat(test.replicas()).extracting(Replica::port).doesNotHaveDuplicates();
    assertThat(test.replicas()).extracting(Replica::id).doesNotHaveDuplicates();
  }

  @Test
  void nextReplicaTakesTheLowestNumberThatIsFree() {
    var first = test.startReady(test.app());
    var second = test.startReady(test.app());
    test.platform.stop(first.id());
    Await.until(test::replicas, all -> all.size() == 1);

    var third = test.startReady(test.app());

    assertThat(third.name()).isEqualTo(first.name());
    assertThat(third.id()).isNotEqualTo(first.id());
    assertThat(test.replicas()).extracting(Replica::id).containsExactly(second.id(), third.id());
  }

  @Test
  void stoppedReplicaTerminatesAndGoes() {
    var replica = test.startReady(test.app());

    test.platform.stop(replica.id());

    assertThat(test.replicas()).extracting(Replica::phase).isSubsetOf(List.of(Phase.TERMINATING));
    test.awaitNone();
    assertThat(test.seen.getLast().phase()).isEqualTo(Phase.TERMINATING);
    assertThat(test.processes()).isEmpty();
  }

  @Test
  void replicaIsStoppedBeforeItWasReady() {
    test.platform.start(test.shell("sleep 1000"));
    var replica = test.awaitReplica(one -> one.phase() == Phase.STARTING);

    test.platform.stop(replica.id());

    test.awaitNone();
    assertThat(test.processes()).isEmpty();
  }

  @Test
  void unknownReplicaIsLeftAlone() {
    var replica = test.startReady(test.app());

    test.platform.stop("shop-other-1");

    assertThat(test.replicas()).extracting(Replica::id).containsExactly(replica.id());
  }

  @Test
  void workingFolderIsTheAppsFolder() {
    test.platform.start(test.shell("pwd > where; sleep 1000"));

    Await.until(() -> text("where"), where -> where.equals(test.folder.toString()));
  }

  @Test
  void outputReachesTheLogsUnderTheReplicasName() {
    test.platform.start(test.shell("echo out; echo err >&2; sleep 1000"));

    Await.until(
        test::tail,
        lines ->
            lines.stream()
                .map(LogLine::prefixed)
                .toList()
                .containsAll(List.of("shop-0 | out", "shop-0 | err")));
  }

  @Test
  void interruptOfTheTerminalDoesNotReachReplicas() {
    test.platform.start(test.shell("ps -o sid= -p $$ > session; echo $$ > pid; sleep 1000"));

    // A leader of its own session is in no process group of the terminal.
    var pid = Await.until(() -> text("pid"), text -> !text.isEmpty());
    assertThat(text("session")).isEqualTo(pid);
  }

  @Test
  void closeLeavesNoProcess() {
    test.platform.start(test.app());
    test.platform.start(test.shell("sh -c 'sleep 1000 & sleep 1000'"));
    test.platform.start(test.shell("(sleep 1000 &); sleep 1000"));
    Await.until(test::processes, processes -> processes.size() >= 6);

    test.close();

    assertThat(test.processes()).isEmpty();
    assertThat(test.replicas()).isEmpty();
    assertThatThrownBy(() -> test.platform.start(test.app()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void listenerThatFailsDisturbsNobody() {
    test.platform.onChange(
        app -> {
          throw new IllegalStateException("a fault of the listener");
        });

    var replica = test.startReady(test.app());
    test.platform.stop(replica.id());

    test.awaitNone();
  }

  private String text(String file) {
    try {
      var path = test.folder.resolve(file);
      return Files.exists(path) ? Files.readString(path).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
