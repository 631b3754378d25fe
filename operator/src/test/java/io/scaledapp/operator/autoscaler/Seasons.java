package io.scaledapp.operator.autoscaler;

import java.time.Instant;
import java.util.Random;

/** Seasons for tests of other packages. */
public final class Seasons {

  /** A Thursday. */
  private static final long BEGIN = 1_767_225_600L;

  private Seasons() {}

  /** Of two weeks of noise, which hardly compresses. */
  public static Season learned() {
    var random = new Random(7);
    var season = Season.UNKNOWN;
    var load = 0.0;
    for (var second = 0; second < 14 * 86_400; second += 5) {
      load = second % 300 == 0 ? random.nextDouble() * 5_000 : load;
      season = season.seen(load, true, Instant.ofEpochSecond(BEGIN + second));
    }
    return season;
  }
}
