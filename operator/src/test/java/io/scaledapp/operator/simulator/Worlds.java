package io.scaledapp.operator.simulator;

import java.time.Duration;

/** Worlds for tests: a replica does 10 requests at once, of 200 ms each. */
final class Worlds {

  private Worlds() {}

  static World of(Duration startup) {
    return new World(
        10,
        startup,
        Duration.ofMillis(200),
        Duration.ofSeconds(60),
        1,
        1_000,
        10_000,
        Duration.ofSeconds(30));
  }
}
