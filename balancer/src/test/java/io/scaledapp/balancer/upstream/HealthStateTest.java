package io.scaledapp.balancer.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.balancer.control.HealthCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthStateTest {

  /** Checks that pass (+) or fail (-), and after each whether the endpoint is in (I) or out (O). */
  @ParameterizedTest
  @CsvSource({
    "+++,       III",
    "-,         O",
    "+--,       III",
    "+---,      IIIO",
    "+--+--,    IIIIII",
    "-+,        OO",
    "-++,       OOI",
    "-+-+-,     OOOOO",
    "+---++---, IIIOOIIIO"
  })
  void threeFailuresTakeItOutAndTwoSuccessesBringItBack(String checks, String states) {
    var state = HealthState.UNKNOWN;
    var seen = new StringBuilder();
    for (char check : checks.toCharArray()) {
      state = state.next(check == '+', HealthCheck.DEFAULT);
      seen.append(state.healthy() ? 'I' : 'O');
    }

    assertThat(seen).hasToString(states);
  }
}
