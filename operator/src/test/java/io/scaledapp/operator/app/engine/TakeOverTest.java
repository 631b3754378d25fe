package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Condition;
import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.Endpoint.State;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.app.Past;
import io.scaledapp.operator.app.Replica.Phase;
import io.scaledapp.operator.app.model.AppModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One engine goes on with what another one began. */
class TakeOverTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  @Test
  void theFirstTableHasEveryAppWithItsReplicas() {
    var app = runningWith(4);

    takeOver(app);

    assertThat(fixture.tables.getLast().term()).isEqualTo(2);
    assertThat(fixture.tables.stream().filter(table -> table.term() == 2))
        .allSatisfy(table -> assertThat(table.apps()).hasSize(1))
        .allSatisfy(
            table -> assertThat(table.apps().getFirst().endpoints()).as("ready").hasSize(4));
  }

  @Test
  void whatAnotherLeftIsMendedOnceAfterTheFirstTable() {
    var app = runningWith(2);
    platform.prepared.clear();

    takeOver(app);
    assertThat(fixture.tables.getLast().term()).isEqualTo(2);
    assertThat(platform.prepared).isEmpty();
    fixture.pass(3);

    assertThat(platform.prepared).containsExactly(1);
  }

  @Test
  void aDeletedAppWithoutReplicasGoesAndTheOthersStay() {
    var deleted = app("gone", 0, null);
    deleted.getMetadata().setName("gone");
    deleted.getMetadata().setDeletionTimestamp(fixture.now().toString());

    fixture.engine.lead(2, List.of(deleted, runningWith(1)));

    assertThat(fixture.tables.getLast().term()).isEqualTo(2);
    assertThat(fixture.tables.getLast().apps()).hasSize(1);
  }

  @Test
  void aTermThatBalancersHoldIsOutbidWithTheSameRoutes() {
    takeOver(runningWith(2));
    var before = fixture.tables.getLast();

    fixture.engine.outbid(9);

    assertThat(fixture.tables.getLast().term()).isEqualTo(10);
    assertThat(fixture.tables.getLast().apps()).isEqualTo(before.apps());
  }

  @Test
  void aLowerTermIsNotOutbid() {
    takeOver(runningWith(2));
    var before = fixture.tables.getLast();

    fixture.engine.outbid(before.term() - 1);

    assertThat(fixture.tables.getLast()).isEqualTo(before);
  }

  @Test
  void theCountStaysAndNothingIsRolledOutAgain() {
    var app = runningWith(4);

    takeOver(app).live(3);

    assertThat(platform.alive(1)).hasSize(4);
    assertThat(fixture.status().desiredReplicas()).isEqualTo(4);
    assertThat(fixture.condition("Progressing").getReason()).isEqualTo("RolloutComplete");
    assertThat(fixture.status().lastDecision()).isEqualTo(app.getStatus().lastDecision());
  }

  @Test
  void aTemplateThatChangedMeanwhileIsRolledOut() {
    var app = runningWith(2);
    app.setSpec(app("v2", null, scaling(1, 8)).getSpec());

    takeOver(app).live(30);

    assertThat(platform.alive(1)).isEmpty();
    assertThat(platform.alive(2)).isNotEmpty();
    assertThat(fixture.endpoints(State.READY)).isNotEmpty();
  }

  @Test
  void aDrainGoesOn() {
    var app = runningWith(2);
    var drained = platform.ids(Phase.READY).getFirst();
    platform.drains.put(drained, new Past.Drain(fixture.now(), fixture.now().plusSeconds(30)));
    app.setSpec(app("v1", 1, null).getSpec());

    takeOver(app);

    assertThat(fixture.endpoints(State.DRAINING)).containsExactly(drained);
  }

  @Test
  void nothingGoesWhileABalancerThatServesHasNotReported() {
    var app = runningWith(4);
    balancer.concurrency = 0;
    fixture.engine.expect(Set.of("b1", "b2"));

    takeOver(app).live(120);

    assertThat(platform.alive(1)).hasSize(4);

    fixture.engine.expect(Set.of("b1"));
    fixture.live(120);
    assertThat(platform.alive(1)).hasSize(1);
  }

  @Test
  void whoDoesNotLeadPublishesNothingAndTakesNoApp() {
    runningWith(1);
    var published = fixture.tables.size();
    fixture.engine.follow();

    fixture.pass(5);

    assertThat(fixture.tables).hasSize(published);
    assertThatThrownBy(() -> fixture.apply(app("v1")))
        .isInstanceOf(AppOperationException.class)
        .hasMessageContaining("another operator leads");
  }

  @Test
  void theLoadWhileAnotherLedIsKnown() {
    var app = runningWith(1);
    fixture.engine.follow();
    balancer.concurrency = 200;
    fixture.pass(30);

    fixture.engine.lead(2, List.of(app));
    fixture.pass(1);

    assertThat(fixture.status().desiredReplicas()).as("at the first look").isEqualTo(4);
  }

  @Test
  void anAppThatIsBeingDeletedGetsNoNewRequest() {
    var app = runningWith(1);
    app.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

    takeOver(app);

    assertThat(fixture.endpoints(State.READY)).isEmpty();
  }

  @Test
  void theOlderAppKeepsAHostAndTheOtherSaysWhoHasIt() {
    var older = of("older", "2026-01-01T00:00:00Z");
    var younger = of("younger", "2026-01-02T00:00:00Z");

    fixture.engine.lead(2, List.of(younger, older));
    fixture.run();

    assertThat(fixture.tables.getLast().apps())
        .extracting(AppRoute::app)
        .containsExactly("shop/older", "shop/younger");
    assertThat(degraded("younger").getReason()).isEqualTo("HostClash");
    assertThat(degraded("younger").getMessage())
        .isEqualTo("hello.localhost/ is taken by shop/older, which is older");
    assertThat(degraded("older").getStatus()).isEqualTo("False");

    fixture.engine.delete("shop/older");
    fixture.live(40);
    assertThat(degraded("younger").getStatus()).isEqualTo("False");
  }

  private static ScaledApp of(String name, String createdAt) {
    var app = app("v1", 0, null);
    app.getMetadata().setName(name);
    app.getMetadata().setNamespace("shop");
    app.getMetadata().setCreationTimestamp(createdAt);
    return app;
  }

  private Condition degraded(String name) {
    return fixture.engine.list().stream()
        .filter(app -> app.getMetadata().getName().equals(name))
        .flatMap(app -> Objects.requireNonNull(app.getStatus().conditions()).stream())
        .filter(one -> one.getType().equals("Degraded"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aReplicaWhosePlaceGoesAwayIsReplacedFirst() {
    runningWith(1);
    var old = platform.ids(Phase.READY).getFirst();

    platform.displace(old);
    fixture.run();
    assertThat(platform.alive(1)).as("surge").hasSize(2);
    assertThat(fixture.endpoints(State.READY)).containsExactly(old);

    fixture.live(5);
    assertThat(platform.alive(1)).hasSize(1).doesNotContain(old);
  }

  /** The app as the API server would keep it. */
  private ScaledApp runningWith(int replicas) {
    var source = app("v1", null, scaling(1, 8));
    fixture.apply(source).live(2);
    balancer.concurrency = replicas * 50;
    fixture.live(20);
    assertThat(fixture.status().readyReplicas()).isEqualTo(replicas);
    var template = Objects.requireNonNull(AppModel.of(source, 8).template());
    platform.revisions.putAll(Map.of(1, template.digest()));
    source.setStatus(fixture.status());
    return source;
  }

  private EngineFixture takeOver(ScaledApp app) {
    fixture.engine.follow();
    fixture.engine.lead(2, List.of(app));
    return fixture.run();
  }
}
