package io.scaledapp.operator.platform.kubernetes.replicaset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import io.scaledapp.operator.app.Past.Drain;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Starting, stopping and showing replicas. */
class ReplicaSetsTest {

  private static final Drain DRAIN =
      new Drain(Instant.parse("2026-01-01T10:00:00Z"), Instant.parse("2026-01-01T10:00:30Z"));

  private final Fixture fixture = new Fixture();
  private final FakeCluster cluster = fixture.cluster;

  @Test
  void preparedRevisionHasAReplicaSetWithoutPods() {
    var done = fixture.sets.prepare(Fixture.revision(1));
    fixture.settle();

    assertThat(done).isCompleted();
    assertThat(cluster.calls).containsExactly("apply shop-r1 0");
    assertThat(fixture.replicas()).isEmpty();
  }

  @Test
  void startedReplicaIsThereAtOnce() {
    fixture.start(Fixture.revision(1), 2);

    assertThat(fixture.replicas())
        .extracting(Replica::id, Replica::phase)
        .containsExactly(
            tuple("shops/shop-r1/1", Phase.PENDING), tuple("shops/shop-r1/2", Phase.PENDING));
  }

  @Test
  void startsTogetherAreOneCall() {
    fixture.start(Fixture.revision(1), 5);
    fixture.settle();

    assertThat(cluster.calls).containsExactly("apply shop-r1 5");
  }

  @Test
  void podTakesThePlaceOfThePlaceholder() {
    fixture.running(2);

    assertThat(fixture.replicas())
        .extracting(Replica::name)
        .containsExactlyElementsOf(cluster.pods(FakeCluster::isActive));
    assertThat(fixture.replicas()).extracting(Replica::phase).containsOnly(Phase.READY);
  }

  @Test
  void placeholderThatIsStoppedNeverGetsAPod() {
    var unused = fixture.sets.prepare(Fixture.revision(1));
    fixture.settle();
    fixture.start(Fixture.revision(1), 2);
    fixture.sets.stop("shops/shop-r1/1");
    fixture.settle();

    assertThat(cluster.pods(pod -> true)).hasSize(1);
  }

  @Test
  void theOneThatWasToldToStopGoes() {
    fixture.running(3);
    var victim = fixture.replicas().getFirst();

    fixture.sets.stop(victim.id());
    fixture.settle();

    assertThat(cluster.removed).containsExactly(victim.name());
    assertThat(cluster.pods(FakeCluster::isActive)).hasSize(2);
  }

  @Test
  void readyVictimGoesThoughTheControllerWouldTakeAnother() {
    fixture.running(2);
    var names = fixture.replicas().stream().map(Replica::name).toList();
    cluster.run(names.getLast(), false);
    fixture.settle();

    fixture.sets.stop(Fixture.id(names.getFirst()));
    fixture.settle();

    assertThat(cluster.pods(FakeCluster::isActive)).containsExactly(names.getLast());
    assertThat(fixture.lost.count()).isZero();
  }

  @Test
  void podThatWentInPlaceOfAVictimIsCountedAndTheVictimGoesToo() {
    fixture.running(2);
    var names = fixture.replicas().stream().map(Replica::name).toList();
    fixture.sets.stop(Fixture.id(names.getFirst()));
    while (!cluster.calls.contains("set shop-r1 1")) {
      fixture.work();
      cluster.deliver();
    }
    cluster.run(names.getLast(), false);
    fixture.settle();

    assertThat(cluster.removed).containsExactly(names.getLast());
    assertThat(fixture.lost.count()).isEqualTo(1);
    assertThat(cluster.pods(FakeCluster::isActive)).hasSize(1).doesNotContainAnyElementsOf(names);
  }

  @Test
  void stoppingTwiceStopsOne() {
    fixture.running(3);
    var victim = fixture.replicas().getFirst().id();

    fixture.sets.stop(victim);
    fixture.sets.stop(victim);
    fixture.settle();
    fixture.sets.stop(victim);
    fixture.settle();

    assertThat(fixture.staying()).hasSize(2);
  }

  @Test
  void podThatSomebodyDeletedIsWantedStill() {
    fixture.running(2);
    var victim = fixture.replicas().getFirst().name();

    cluster.delete(FakeCluster.NAMESPACE, victim);
    while (cluster.deliver()) {
      fixture.work();
    }

    assertThat(fixture.replicas())
        .extracting(Replica::phase)
        .containsExactly(Phase.TERMINATING, Phase.READY, Phase.PENDING);
  }

  @Test
  void quotaIsToldAtThePlaceholder() {
    var unused = fixture.sets.prepare(Fixture.revision(1));
    fixture.settle();
    fixture.start(Fixture.revision(1), 1);
    cluster.edit(
        "shop-r1",
        set ->
            set.setStatus(
                new ReplicaSetStatusBuilder()
                    .addNewCondition()
                    .withType("ReplicaFailure")
                    .withStatus("True")
                    .withMessage("exceeded quota: pods=3")
                    .endCondition()
                    .build()));
    cluster.deliver();

    assertThat(fixture.replicas())
        .extracting(Replica::message)
        .containsExactly("exceeded quota: pods=3");
  }

  @Test
  void podsOfACordonedNodeAreDisplaced() {
    fixture.running(1);

    fixture.sets.nodeSeen(
        new NodeBuilder()
            .withNewMetadata()
            .withName("n1")
            .endMetadata()
            .withNewSpec()
            .withUnschedulable(true)
            .endSpec()
            .build());

    assertThat(fixture.replicas()).extracting(Replica::displaced).containsExactly(true);
    assertThat(fixture.told).contains(Fixture.APP);
  }

  @Test
  void drainIsKeptForWhoeverTakesOver() {
    fixture.running(2);
    var replica = fixture.replicas().getFirst().id();

    fixture.sets.keepDrain(replica, Optional.of(DRAIN));
    fixture.settle();
    fixture.restart();

    assertThat(fixture.sets.past(Fixture.APP).drains()).containsOnlyKeys(replica);
    assertThat(fixture.sets.past(Fixture.APP).drains()).containsValue(DRAIN);
  }

  @Test
  void drainThatWaitsForSessionsIsKeptWithHowLongItWaits() {
    var drain = new Drain(DRAIN.since(), DRAIN.deadline(), Duration.ofMinutes(5));
    fixture.running(1);
    var replica = fixture.replicas().getFirst().id();
    fixture.sets.keepDrain(replica, Optional.of(drain));
    fixture.settle();
    fixture.restart();
    assertThat(fixture.sets.past(Fixture.APP).drains()).containsValue(drain);
  }

  @Test
  void drainThatEndedIsForgotten() {
    fixture.running(1);
    var replica = fixture.replicas().getFirst().id();
    fixture.sets.keepDrain(replica, Optional.of(DRAIN));
    fixture.settle();

    fixture.sets.keepDrain(replica, Optional.empty());
    fixture.settle();

    assertThat(fixture.sets.past(Fixture.APP).drains()).isEmpty();
  }
}
