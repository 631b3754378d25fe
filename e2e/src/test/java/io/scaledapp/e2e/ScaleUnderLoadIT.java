package io.scaledapp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two real apps gain replicas under load and lose them after it, and no request notices. */
class ScaleUnderLoadIT {

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of("express-hello", Up.EXPRESS), Arguments.of("spring-hello", Up.SPRING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void reachesThreeReplicasUnder200RequestsAtOnceAndIsBackAtOneWithin60Seconds(
      String name, Path file, @TempDir Path folder) throws Exception {
    try (var up = Up.start(folder, file)) {
      up.awaitReady(name, 1, Duration.ofMinutes(5));
      try (var quiet = Prober.start(up.port(), name + ".localhost", "/", 1);
          var load = Prober.start(up.port(), name + ".localhost", "/slow?ms=500", 200)) {
        Await.until(
            "three replicas of " + name,
            Duration.ofSeconds(90),
            () -> up.readyReplicas(name),
            ready -> ready >= 3);
        assertThat(load.stop()).as("failures on the way up").isEmpty();
        up.awaitReady(name, 1, Duration.ofSeconds(60));
        assertThat(quiet.stop()).as("failures of the steady client").isEmpty();
        assertThat(quiet.answered()).isPositive();
        assertThat(load.answered()).isGreaterThan(200);
      }
      assertThat(up.app(name).at("/status/lastDecision/reason").asText()).isNotBlank();
    }
  }
}
