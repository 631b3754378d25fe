package io.scaledapp.operator.autoscaler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartupTimeTest {

  @Test
  void isWhatTheFirstStartTook() {
    assertThat(started(StartupTime.UNKNOWN, 0, 8).seconds()).isEqualTo(8);
  }

  @Test
  void newerStartsMoveIt() {
    var learned = started(started(StartupTime.UNKNOWN, 0, 8), 100, 18);

    assertThat(learned.seconds()).isEqualTo(11);
  }

  @Test
  void oneThatWasDrainingAndIsTakenBackTeachesNothing() {
    var learned = started(started(StartupTime.UNKNOWN, 0, 8), 100, 1);

    assertThat(learned.seconds()).isEqualTo(8);
    assertThat(learned.since()).isNull();
  }

  @Test
  void oneThatCannotStartForLongTeachesNothing() {
    assertThat(started(StartupTime.UNKNOWN, 0, 3_600).seconds()).isZero();
  }

  @Test
  void isMeasuredFromTheFirstOfSeveralDecisions() {
    var learned =
        StartupTime.UNKNOWN.decided(2, 4, at(0)).decided(4, 6, at(3)).seen(3, at(5)).seen(4, at(8));

    assertThat(learned.seconds()).isEqualTo(8);
  }

  @Test
  void replicasThatAreTakenBackBeforeTheyAreReadyAreNotAwaited() {
    var learned = StartupTime.UNKNOWN.decided(2, 6, at(0)).decided(6, 2, at(4)).seen(2, at(60));

    assertThat(learned).isEqualTo(StartupTime.UNKNOWN);
  }

  private static StartupTime started(StartupTime before, int second, int took) {
    return before.decided(1, 2, at(second)).seen(1, at(second)).seen(2, at(second + took));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
