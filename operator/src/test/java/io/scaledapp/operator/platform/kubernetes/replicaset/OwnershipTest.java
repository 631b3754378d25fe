package io.scaledapp.operator.platform.kubernetes.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.StaleException;
import java.time.Duration;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is ours on the cluster: taken over, put right, and left alone. */
class OwnershipTest {

  private final Fixture fixture = new Fixture();
  private final FakeCluster cluster = fixture.cluster;

  @Test
  void whoeverTakesOverWritesNothingWithoutADifference() {
    fixture.running(2);
    fixture.restart();
    cluster.calls.clear();

    var done = fixture.sets.prepare(Fixture.revision(1));
    fixture.settle();

    assertThat(done).isCompleted();
    assertThat(cluster.calls).isEmpty();
    assertThat(fixture.replicas()).extracting(Replica::phase).containsOnly(Phase.READY).hasSize(2);
    assertThat(fixture.sets.past(Fixture.APP).revisions())
        .containsEntry(1, Fixture.revision(1).digest());
  }

  @Test
  void victimOfAFormerLeaderGoes() {
    fixture.running(3);
    var victim = fixture.replicas().getFirst();
    fixture.sets.stop(victim.id());
    while (!cluster.calls.contains("annotate " + victim.name())) {
      fixture.work();
    }

    fixture.restart();
    fixture.settle();

    assertThat(cluster.removed).containsExactly(victim.name());
    assertThat(fixture.staying()).hasSize(2);
  }

  @Test
  void countThatSomebodyRaisedIsTakenBackAndTheNewOnesGo() {
    fixture.running(2);
    var before = cluster.pods(FakeCluster::isActive);

    cluster.edit("shop-r1", set -> set.getSpec().setReplicas(5));
    cluster.sync();
    fixture.settle();

    assertThat(cluster.pods(FakeCluster::isActive)).isEqualTo(before);
    assertThat(cluster.set("shop-r1").getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void engineThatStopsWhatSomebodyAddedLosesNoneOfItsOwn() {
    fixture.running(2);
    cluster.edit("shop-r1", set -> set.getSpec().setReplicas(4));
    cluster.sync();
    while (cluster.deliver()) {
      // All is seen before any worker does something about it.
    }

    fixture.staying().subList(2, 4).forEach(fixture.sets::stop);
    fixture.settle();

    assertThat(fixture.staying()).hasSize(2);
  }

  @Test
  void countThatSomebodyLoweredIsPutBack() {
    fixture.running(2);

    cluster.edit("shop-r1", set -> set.getSpec().setReplicas(0));
    fixture.settle();

    assertThat(cluster.pods(FakeCluster::isActive)).hasSize(2);
  }

  @Test
  void templateThatSomebodyChangedIsPutBack() {
    fixture.running(1);
    var before = cluster.set("shop-r1").getSpec();

    cluster.edit(
        "shop-r1",
        set -> set.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("other"));
    fixture.settle();

    assertThat(cluster.set("shop-r1").getSpec()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"scaledapp.io/app, other", "scaledapp.io/revision, 7", "scaledapp.io/revision, none"})
  void labelThatSomebodyChangedIsPutBack(String label, String value) {
    fixture.running(1);
    var before = cluster.set("shop-r1").getMetadata().getLabels();

    cluster.edit(
        "shop-r1",
        set -> {
          var labels = new HashMap<>(set.getMetadata().getLabels());
          labels.put(label, value);
          set.getMetadata().setLabels(labels);
        });
    fixture.settle();

    assertThat(cluster.set("shop-r1").getMetadata().getLabels()).isEqualTo(before);
    assertThat(fixture.replicas()).extracting(Replica::phase).containsExactly(Phase.READY);
  }

  @Test
  void annotationOfSomebodyElseIsLeftAlone() {
    fixture.running(1);
    cluster.calls.clear();

    cluster.edit(
        "shop-r1",
        set -> {
          var annotations = new HashMap<>(set.getMetadata().getAnnotations());
          annotations.put("example.com/note", "mine");
          set.getMetadata().setAnnotations(annotations);
        });
    fixture.settle();

    assertThat(cluster.calls).isEmpty();
  }

  @Test
  void replicaSetThatSomebodyRemovedIsMadeAgain() {
    fixture.running(2);

    cluster.removeSet("shop-r1");
    fixture.settle();

    assertThat(cluster.set("shop-r1").getSpec().getReplicas()).isEqualTo(2);
    assertThat(cluster.pods(FakeCluster::isActive)).hasSize(2);
  }

  @Test
  void replicaSetOfSomebodyElseIsNotTaken() {
    cluster.put("shop-r1");

    var done = fixture.sets.prepare(Fixture.revision(1));
    fixture.work();

    assertThat(done)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("ReplicaSet shop-r1 is there and belongs to somebody else");
    assertThat(cluster.calls).isEmpty();
  }

  @Test
  void refusalFailsThePreparationInTheWordsOfTheApiServer() {
    cluster.fail(
        new RefusedException("spec.template.spec.containers[0].name: Invalid value", null));

    var done = fixture.sets.prepare(Fixture.revision(1));
    fixture.work();

    assertThat(done)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("containers[0].name: Invalid value");
  }

  @Test
  void callThatIsNotAnsweredIsMadeAgain() {
    cluster.fail(new IllegalStateException("connection refused"));

    var done = fixture.sets.prepare(Fixture.revision(1));
    fixture.settle();

    assertThat(done).isCompleted();
    assertThat(cluster.calls).containsExactly("apply shop-r1 0", "apply shop-r1 0");
  }

  @Test
  void staleVersionIsReadAgain() {
    fixture.running(1);
    cluster.calls.clear();
    cluster.fail(new StaleException("the object has been modified", null));

    fixture.start(Fixture.revision(1), 1);
    fixture.settle();

    assertThat(cluster.calls).containsExactly("set shop-r1 2", "set shop-r1 2");
    assertThat(fixture.staying()).hasSize(2);
  }

  @Test
  void cancelledPreparationIsNotMade() {
    var done = fixture.sets.prepare(Fixture.revision(1));
    done.cancel(true);
    fixture.settle();

    assertThat(cluster.calls).isEmpty();
  }

  private void prepare(int from, int to, @Nullable Integer limit) {
    for (var number = from; number <= to; number++) {
      var unused = fixture.sets.prepare(Fixture.revision(number, limit));
      fixture.settle();
    }
  }

  @Test
  void tenOldRevisionsAreKeptBesideTheNewest() {
    prepare(1, 13, null);
    assertThat(fixture.sets.past(Fixture.APP).revisions())
        .containsOnlyKeys(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
  }

  @Test
  void asManyOldRevisionsAreKeptAsTheAppSays() {
    prepare(1, 5, 2);
    assertThat(fixture.sets.past(Fixture.APP).revisions()).containsOnlyKeys(3, 4, 5);
    prepare(6, 6, 0);
    assertThat(fixture.sets.past(Fixture.APP).revisions()).containsOnlyKeys(6);
  }

  @Test
  void oldRevisionThatStillRunsIsKept() {
    fixture.running(1);
    prepare(2, 8, 4);
    assertThat(fixture.sets.past(Fixture.APP).revisions()).containsOnlyKeys(1, 4, 5, 6, 7, 8);
  }
}
