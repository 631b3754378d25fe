package io.scaledapp.operator.app.engine;

import io.scaledapp.operator.app.Platform;
import io.scaledapp.operator.autoscaler.Season;
import java.time.Duration;
import java.time.Instant;

/**
 * Hands what was learned of one app's season to its platform, now and then: what a crash loses of
 * weeks is no more than that. Confined to the loop.
 */
final class SeasonKeeping {

  static final Duration EVERY = Duration.ofMinutes(15);

  private final String app;
  private final Platform platform;
  private Season kept;
  private Instant due;

  SeasonKeeping(String app, Platform platform, Season kept, Instant now) {
    this.app = app;
    this.platform = platform;
    this.kept = kept;
    this.due = now.plus(EVERY);
  }

  /** Keeps it if it is time to, and anything was learned. */
  void look(Season season, Instant now) {
    if (now.isBefore(due)) {
      return;
    }
    due = now.plus(EVERY);
    if (season.knowsOtherThan(kept)) {
      kept = season;
      platform.keepSeason(app, season);
    }
  }
}
