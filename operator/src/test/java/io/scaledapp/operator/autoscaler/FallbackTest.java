package io.scaledapp.operator.autoscaler;

import static io.scaledapp.operator.autoscaler.Policies.between;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FallbackTest {

  private static final Policies POLICIES =
      between(1, 10)
          .holding(new Hold(Duration.ofMinutes(10), 0.95))
          .fallingBack(new Fallback(Duration.ofMinutes(3), 4));

  @Test
  void theCountIsHeldUntilTheLoadHasBeenUnknownForLong() {
    var simulation = new Simulation(POLICIES, 1).concurrency(350, 120).silence(0, 178);

    assertThat(simulation.last().desired()).isEqualTo(7);

    simulation.silence(0, 4);
    assertThat(simulation.last().desired()).isEqualTo(4);
    assertThat(simulation.reasons())
        .anyMatch(reason -> reason.equals("7 → 4: fallback: load has been unknown for 180 s"));
  }

  @Test
  void fewerThanTheFallbackBecomeAsMany() {
    var simulation = new Simulation(POLICIES, 1).concurrency(10, 60).silence(10, 185);

    assertThat(simulation.last().desired()).isEqualTo(4);
  }

  @Test
  void whatIsKnownOfTheLoadMayAskForMore() {
    var simulation = new Simulation(POLICIES, 1).concurrency(350, 60).silence(300, 400);

    assertThat(simulation.last().desired()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void neverLeavesItsBounds() {
    var narrow = between(5, 6).fallingBack(new Fallback(Duration.ofMinutes(3), 40));

    assertThat(new Simulation(narrow, 5).silence(0, 200).last().desired()).isEqualTo(6);
  }

  @Test
  void isOverWhenTheLoadIsKnownAgain() {
    var simulation = new Simulation(POLICIES, 1).concurrency(350, 120).silence(0, 200);

    simulation.concurrency(350, 70);
    assertThat(simulation.last().desired()).isEqualTo(7);
  }

  @Test
  void anImpossibleFallbackIsRefused() {
    assertThatThrownBy(() -> new Fallback(Duration.ZERO, 3)).hasMessageContaining("3 after PT0S");
    assertThatThrownBy(() -> new Fallback(Duration.ofMinutes(1), 0))
        .hasMessageContaining("0 after");
  }
}
