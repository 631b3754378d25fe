package io.scaledapp.operator.app.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether one app may be left alone for a while, since a look at it would change nothing: most of
 * many apps are idle, and each look costs. Confined to the loop.
 */
final class Rest {

  /** It is looked at all the same, should its platform not tell of a change. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Spreads the looks at thousands of apps. */
  private static final int MOST_SECONDS_MORE = 5;

  /** No rest is longer. */
  static final Duration MOST = LONGEST.plusSeconds(MOST_SECONDS_MORE);

  private final Duration longest;
  private Instant until = Instant.MIN;
  private Optional<Instant> rested = Optional.empty();

  Rest(String app) {
    longest = LONGEST.plusSeconds(Math.floorMod(app.hashCode(), MOST_SECONDS_MORE));
  }

  /** Begins one if the look that was just had says so; ends it otherwise. */
  void begin(boolean mayRest, Instant now) {
    until = mayRest ? now.plus(longest) : Instant.MIN;
  }

  /** Whether it goes on: it does not once there is load again. */
  boolean goesOn(LoadWatch load, Instant now) {
    var goesOn = now.isBefore(until) && load.history().isQuietSince(now);
    if (goesOn) {
      rested = Optional.of(now);
    }
    return goesOn;
  }

  /** When the app was last left alone since the look before this one; empty if it was not. */
  Optional<Instant> end() {
    var end = rested;
    rested = Optional.empty();
    return end;
  }
}
