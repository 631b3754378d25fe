package io.scaledapp.operator.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.AppEvent.Kind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A new app is not ready before every balancer that clients reach knows it. */
class ReadyOnceRoutedTest {

  private final EngineFixture fixture = new EngineFixture();

  @Test
  void replicaThatIsReadyIsNotEnough() {
    fixture.engine.expect(Set.of("b1", "b2"));

    applyAndStart();

    assertThat(fixture.condition("Ready").getStatus()).isEqualTo("False");
    assertThat(fixture.condition("Ready").getReason()).isEqualTo("Routing");
    assertThat(fixture.kinds()).doesNotContain(Kind.READY);
  }

  @Test
  void lastBalancerMakesItReady() {
    fixture.engine.expect(Set.of("b1", "b2"));
    applyAndStart();

    acknowledge("b1");
    assertThat(fixture.condition("Ready").getReason()).isEqualTo("Routing");

    acknowledge("b2");
    assertThat(fixture.condition("Ready").getReason()).isEqualTo("ReplicasReady");
    assertThat(fixture.kinds()).contains(Kind.READY);
  }

  @Test
  void tableBeforeTheAppsFirstIsNotEnough() {
    var before = fixture.tables.getLast();
    fixture.engine.expect(Set.of("b1"));
    applyAndStart();

    fixture.engine.acknowledged("b1", before.term(), before.sequence());

    assertThat(fixture.condition("Ready").getReason()).isEqualTo("Routing");
  }

  @Test
  void firstTableIsEnoughHoweverManyCame() {
    fixture.engine.expect(Set.of("b1"));
    fixture.apply(EngineFixture.app("hello:1", 1, null));
    var first = fixture.tables.getLast();
    fixture.live(5);
    assertThat(fixture.tables.getLast().isNewerThan(first)).isTrue();

    fixture.engine.acknowledged("b1", first.term(), first.sequence());

    assertThat(fixture.condition("Ready").getReason()).isEqualTo("ReplicasReady");
  }

  @Test
  void tableOfALaterTermIsEnough() {
    fixture.engine.expect(Set.of("b1"));
    applyAndStart();

    fixture.engine.outbid(7);
    acknowledge("b1");

    assertThat(fixture.condition("Ready").getReason()).isEqualTo("ReplicasReady");
  }

  @Test
  void balancerThatServesNoMoreIsNotWaitedFor() {
    fixture.engine.expect(Set.of("b1", "b2"));
    applyAndStart();
    acknowledge("b1");

    fixture.engine.expect(Set.of("b1"));

    assertThat(fixture.condition("Ready").getReason()).isEqualTo("ReplicasReady");
  }

  @Test
  void appThatAnotherOperatorRanStaysReady() {
    applyAndStart();
    var stored = fixture.engine.list();

    fixture.engine.expect(Set.of("b1"));
    fixture.engine.follow();
    fixture.engine.lead(2, stored);
    fixture.run();

    assertThat(fixture.condition("Ready").getReason()).isEqualTo("ReplicasReady");
  }

  @Test
  void deletedAppIsWaitedForNoMore() {
    fixture.engine.expect(Set.of("b1"));
    applyAndStart();
    var deletion = fixture.engine.delete("hello");
    fixture.live(60);
    assertThat(deletion.toCompletableFuture()).isCompleted();
    var told = fixture.statuses.size();

    acknowledge("b1");

    assertThat(fixture.statuses).hasSize(told);
    assertThat(fixture.engine.list()).isEqualTo(List.of());
  }

  private void applyAndStart() {
    fixture.apply(EngineFixture.app("hello:1", 1, null)).live(5);
  }

  private void acknowledge(String name) {
    var table = fixture.tables.getLast();
    fixture.engine.acknowledged(name, table.term(), table.sequence());
    fixture.run();
  }
}
