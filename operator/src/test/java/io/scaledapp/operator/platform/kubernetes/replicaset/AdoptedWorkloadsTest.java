package io.scaledapp.operator.platform.kubernetes.replicaset;

import static io.scaledapp.operator.platform.kubernetes.replicaset.FakeTargets.DB;
import static io.scaledapp.operator.platform.kubernetes.replicaset.FakeTargets.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.TargetRef;
import io.scaledapp.operator.app.Adoption;
import io.scaledapp.operator.app.Adoption.Refusal;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Workloads that are adopted, scaled, left alone and given back. */
class AdoptedWorkloadsTest {

  private static final String APP = "shops/shop";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC);
  private static final Drain DRAIN =
      new Drain(Instant.parse("2026-01-01T10:00:00Z"), Instant.parse("2026-01-01T10:00:30Z"));

  private final Deque<Runnable> work = new ArrayDeque<>();
  private final FakeTargets cluster = new FakeTargets();
  private final Counter lost = Counter.builder("lost").register(new SimpleMeterRegistry());
  private final AdoptedWorkloads adopted = open();

  private AdoptedWorkloads open() {
    var opened =
        new AdoptedWorkloads(
            cluster, cluster, cluster, CLOCK, () -> true, lost, work::add, time -> {}, app -> {});
    cluster.tell(opened);
    return opened;
  }

  private void settle() {
    for (var round = 0; round < 20; round++) {
      while (!work.isEmpty()) {
        work.removeFirst().run();
      }
      cluster.sync();
    }
  }

  private void adopt(TargetKey target, int replicas) {
    cluster.put(target, replicas, null);
    settle();
    adopted.adopt(app("shop", target, 1));
    settle();
  }

  private static ScaledApp app(String name, TargetKey target, int day) {
    var app = new ScaledApp();
    app.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(target.namespace())
            .withName(name)
            .withUid(name)
            .withCreationTimestamp("2026-01-0%dT00:00:00Z".formatted(day))
            .build());
    var ref = new TargetRef("apps/v1", target.kind(), target.name());
    app.setSpec(
        new ScaledAppSpec(
            null, ref, null, null, null, null, null, null, null, null, null, null, null));
    return app;
  }

  private Adoption adoption() {
    return adoption(APP);
  }

  private Adoption adoption(String app) {
    return Objects.requireNonNull(adopted.see(app).adoption());
  }

  private String refusal() {
    var refusal = adoption().refusal();
    return refusal == null ? "" : refusal.reason();
  }

  private List<Replica> replicas() {
    return adopted.see(APP).replicas();
  }

  private Replica replica(String name) {
    return replicas().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private void start(int count) {
    var revision = new Revision(APP, 1, "", app("shop", WEB, 1));
    for (var number = 0; number < count; number++) {
      adopted.start(revision);
    }
  }

  @Test
  void adoptionChangesNothing() {
    adopt(WEB, 3);

    assertThat(refusal()).isEmpty();
    assertThat(adoption().count()).isEqualTo(3);
    assertThat(adoption().selector()).isEqualTo("app=web");
    assertThat(replicas())
        .hasSize(3)
        .allMatch(one -> one.phase() == Phase.READY && one.port() == 3000 && one.revision() == 1);
    assertThat(cluster.calls).isEmpty();
  }

  @Test
  void startedReplicasAreOneCallAndThereAtOnce() {
    adopt(WEB, 1);
    start(2);

    assertThat(replicas()).extracting(Replica::phase).containsOnlyOnce(Phase.READY).hasSize(3);
    settle();
    assertThat(cluster.calls).containsExactly("scale web 3");
    assertThat(replicas()).hasSize(3).allMatch(one -> one.phase() == Phase.READY);
  }

  @Test
  void podThatIsToldToStopIsTheOneThatGoes() {
    adopt(WEB, 3);
    var victim = replicas().get(1);

    adopted.stop(victim.id());
    settle();

    assertThat(cluster.calls).containsExactly("annotate " + victim.name(), "scale web 2");
    assertThat(replicas()).hasSize(2).extracting(Replica::id).doesNotContain(victim.id());
    assertThat(lost.count()).isZero();
  }

  @Test
  void countThatSomebodyElseSetIsPutBack() {
    adopt(WEB, 2);

    cluster.edit(WEB, 5);
    settle();
    assertThat(cluster.replicas(WEB)).isEqualTo(2);

    cluster.edit(WEB, 1);
    settle();
    assertThat(cluster.replicas(WEB)).isEqualTo(2);
  }

  @Test
  void deploymentThatReplacesItsPodsIsNotLowered() {
    adopt(WEB, 3);
    cluster.run(WEB, "web-2-1", "2");

    assertThat(adoption().rolling()).isTrue();
    assertThat(replicas()).hasSize(4);
    assertThat(adoption().planned(3, 4)).isEqualTo(4);
    assertThat(adoption().planned(2, 4)).isEqualTo(4);
    assertThat(adoption().planned(5, 4)).isEqualTo(6);

    adopted.stop(replicas().getFirst().id());
    while (!work.isEmpty()) {
      work.removeFirst().run();
    }
    assertThat(cluster.calls).doesNotContain("scale web 2");
  }

  @Test
  void statefulSetIsShortenedFromItsEnd() {
    adopt(DB, 4);
    assertThat(replicas()).extracting(Replica::ordinal).containsExactlyInAnyOrder(0, 1, 2, 3);

    adopted.stop(replica("db-2").id());
    settle();
    assertThat(cluster.calls).as("db-3 would go").isEmpty();

    adopted.stop(replica("db-3").id());
    settle();
    assertThat(cluster.calls).containsExactly("scale db 2");
    assertThat(replicas()).extracting(Replica::name).containsExactlyInAnyOrder("db-0", "db-1");
  }

  @Test
  void nextPodOfTheSameNameIsAnotherReplica() {
    adopt(DB, 1);
    var first = replica("db-0").id();

    cluster.finish("db-0");
    settle();

    assertThat(replica("db-0").id()).isNotEqualTo(first);
  }

  @Test
  void missingTargetIsAdoptedWhenItAppears() {
    adopted.adopt(app("shop", WEB, 1));
    assertThat(refusal()).isEqualTo("TargetMissing");

    cluster.put(WEB, 2, null);
    settle();
    assertThat(refusal()).isEmpty();
    assertThat(adoption().count()).isEqualTo(2);

    cluster.remove(WEB);
    assertThat(refusal()).isEqualTo("TargetMissing");
  }

  @Test
  void targetIsPendingUntilTheClusterHasBeenLookedAt() {
    cluster.known = false;
    adopted.adopt(app("shop", WEB, 1));

    assertThat(adoption().refusal()).extracting(Refusal::passing).isEqualTo(true);
    assertThat(adoption().isRefused()).isFalse();
  }

  @Test
  void targetWithAnAutoscalerIsRoutedToAndLeftAlone() {
    adopt(WEB, 3);
    var victim = replicas().getFirst();
    adopted.keepDrain(victim.id(), Optional.of(DRAIN));
    settle();
    assertThat(cluster.annotations(victim.name())).isNotEmpty();

    cluster.autoscale(WEB);
    cluster.edit(WEB, 4);
    settle();

    assertThat(refusal()).isEqualTo("TargetHasAutoscaler");
    assertThat(cluster.replicas(WEB)).isEqualTo(4);
    assertThat(replicas()).hasSize(4);
    assertThat(cluster.annotations(victim.name())).isEmpty();

    cluster.autoscaleNothing();
    assertThat(refusal()).isEmpty();
    assertThat(adoption().count()).isEqualTo(4);
  }

  @Test
  void olderScaledAppKeepsTheTarget() {
    adopt(WEB, 2);
    adopted.adopt(app("second", WEB, 2));
    settle();

    assertThat(refusal()).isEmpty();
    assertThat(adoption("shops/second").refusal())
        .extracting(Refusal::reason)
        .isEqualTo("TargetTaken");
    assertThat(adopted.see("shops/second").replicas()).isEmpty();

    adopted.giveBack(APP, 1);
    settle();
    assertThat(adoption("shops/second").refusal()).isNull();
    assertThat(adopted.see("shops/second").replicas()).hasSize(2);
  }

  @Test
  void targetThatBelongsToAnotherIsRefused() {
    cluster.put(WEB, 2, "Rollout web");
    adopted.adopt(app("shop", WEB, 1));
    settle();

    assertThat(refusal()).isEqualTo("TargetOwned");
    assertThat(replicas()).isEmpty();
  }

  @Test
  void targetIsGivenBackWithItsReplicasAndNothingOfOurs() {
    adopt(WEB, 3);
    var draining = replicas().getFirst();
    adopted.keepDrain(draining.id(), Optional.of(DRAIN));
    settle();

    adopted.giveBack(APP, 1);
    settle();

    assertThat(adopted.isOf(APP)).isFalse();
    assertThat(adopted.see(APP).adoption()).isNull();
    assertThat(cluster.replicas(WEB)).isEqualTo(3);
    assertThat(cluster.annotations(draining.name())).isEmpty();
  }

  @Test
  void targetIsNeverGivenBackAtZero() {
    adopt(WEB, 1);
    adopted.stop(replicas().getFirst().id());
    settle();
    assertThat(cluster.replicas(WEB)).isZero();

    adopted.giveBack(APP, 2);
    settle();

    assertThat(cluster.replicas(WEB)).isEqualTo(2);
    assertThat(adopted.isOf(APP)).isFalse();
  }

  @Test
  void nextLeaderFindsTheDrains() {
    adopt(WEB, 2);
    var draining = replicas().getFirst();
    adopted.keepDrain(draining.id(), Optional.of(DRAIN));
    settle();

    var next = open();
    next.adopt(app("shop", WEB, 1));

    assertThat(next.past(APP).drains()).containsOnlyKeys(draining.id()).containsValue(DRAIN);
    assertThat(next.past(APP).revisions()).containsOnlyKeys(1);
  }
}
