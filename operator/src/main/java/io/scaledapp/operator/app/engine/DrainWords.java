package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Past.Drain;
import java.time.temporal.ChronoUnit;

/** Drains as they are told to people. */
final class DrainWords {

  private DrainWords() {}

  /** What follows a replica's name. */
  static String of(Drain drain) {
    var untilIdle = drain.untilIdle();
    return untilIdle == null
        ? "is draining"
        : "keeps its sessions until nothing was in flight on it for %d s, at most until %s"
            .formatted(untilIdle.toSeconds(), drain.deadline().truncatedTo(ChronoUnit.SECONDS));
  }
}
