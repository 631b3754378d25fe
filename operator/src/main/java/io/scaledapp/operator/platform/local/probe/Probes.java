package io.scaledapp.operator.platform.local.probe;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The probes of a template. */
public record Probes(
    Optional<ProbeSpec> startup, Optional<ProbeSpec> readiness, Optional<ProbeSpec> liveness) {

  /** Whether something listens on the replica's own port; its absence is told after 5 s. */
  static final ProbeSpec LISTENING =
      new ProbeSpec(
          new Check.Tcp(Optional.empty(), OptionalInt.empty()),
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          1,
          5,
          Optional.empty());
}
