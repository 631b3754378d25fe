package io.scaledapp.operator.app.engine;

import static io.scaledapp.operator.app.engine.EngineFixture.app;
import static io.scaledapp.operator.app.engine.EngineFixture.scaling;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.Replica.Phase;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Of thousands of apps most have no load: what does that cost, and what do they miss? */
class RestTest {

  private final EngineFixture fixture = new EngineFixture();
  private final FakePlatform platform = fixture.platform;
  private final FakeBalancer balancer = fixture.balancer;

  private void rest(int min) {
    fixture.apply(app("v1", null, scaling(min, 10))).live(200);
    platform.looks = 0;
    fixture.pass(60);
    assertThat(platform.looks).as("looks in a minute of rest").isBetween(3, 6);
  }

  @Test
  void loadIsSeenAtOnce() {
    rest(1);

    balancer.concurrency = 500;
    balancer.connections = 500;
    platform.looks = 0;
    fixture.pass(2);

    assertThat(platform.looks).isGreaterThanOrEqualTo(2);
    assertThat(platform.ids(Phase.STARTING)).isNotEmpty();
  }

  @Test
  void requestAtZeroIsSeenAtOnce() {
    rest(0);
    assertThat(platform.ids(Phase.READY)).isEmpty();

    balancer.queued = 1;
    fixture.report();

    assertThat(platform.ids(Phase.STARTING)).hasSize(1);
  }

  @Test
  void lostReplicaIsReplacedAtOnce() {
    rest(2);

    var lost = platform.ids(Phase.READY).getFirst();
    platform.gone(lost);
    fixture.run();

    assertThat(platform.ids(Phase.STARTING)).hasSize(1);
  }

  @Test
  void changedAppIsLookedAtAtOnce() {
    rest(1);

    fixture.apply(app("v1", null, scaling(3, 10)));

    assertThat(platform.ids(Phase.STARTING)).hasSize(2);
  }

  @Test
  void silentBalancerDoesNotEndIt() {
    rest(1);

    balancer.silent = true;
    platform.looks = 0;
    fixture.pass(60);

    assertThat(platform.looks).isBetween(3, 6);
    assertThat(platform.ids(Phase.READY)).hasSize(1);
  }

  @Test
  void silentBalancerThatHadLoadEndsIt() {
    rest(1);
    balancer.connections = 1;
    fixture.pass(1);

    balancer.silent = true;
    platform.looks = 0;
    fixture.pass(10);

    assertThat(platform.looks).isEqualTo(10);
  }

  @Test
  void statusTellsOfABalancerThatIsSilentForLongOnly() {
    rest(1);
    var written = fixture.status();

    balancer.silent = true;
    fixture.pass(30);
    assertThat(fixture.status().conditions()).isEqualTo(written.conditions());

    fixture.pass(20);
    assertThat(fixture.condition("ScalingActive").getStatus()).isEqualTo("False");
    assertThat(fixture.condition("ScalingActive").getReason()).isEqualTo("LoadUnknown");
  }

  @Test
  void openConnectionEndsIt() {
    rest(1);

    balancer.connections = 1;
    fixture.pass(1);
    platform.looks = 0;
    fixture.pass(10);

    assertThat(platform.looks).isEqualTo(10);
    assertThat(Objects.requireNonNull(fixture.status().load()).connections()).isEqualTo(1);
  }
}
