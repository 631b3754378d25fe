package io.scaledapp.operator.up;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The system's clock, but that it stands still while the system's is set back. Any thread. */
final class SteadyClock implements InstantSource {

  private final InstantSource system;
  private final AtomicReference<Instant> latest = new AtomicReference<>(Instant.MIN);

  SteadyClock(InstantSource system) {
    this.system = system;
  }

  @Override
  public Instant instant() {
    return latest.accumulateAndGet(
        system.instant(), (known, now) -> now.isBefore(known) ? known : now);
  }
}
