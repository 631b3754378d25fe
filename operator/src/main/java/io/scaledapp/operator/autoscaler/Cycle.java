package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A day or a week of five-minute bins, and how far what is usual in it is to be believed. It speaks
 * of rises only: what goes on as it is, or less, needs no forecast.
 *
 * @param kind which of both
 * @param usual need of each bin, in replicas
 * @param judgement of the rises that it spoke of, used or not
 */
record Cycle(Kind kind, Usual usual, Judgement judgement) {

  /**
   * How long a bin is; a cycle begins at midnight UTC, that of the week on Thursday, as time does.
   */
  static final Duration BIN = Duration.ofMinutes(5);

  /** A smaller rise is within what one replica carries or a tolerance. */
  private static final double LEAST_RISE = 0.5;

  private static final double LEAST_SHARE = ScalingRules.DEFAULT_TOLERANCE;

  /** What repeats. */
  enum Kind {
    DAY(Duration.ofDays(1), "HH:mm"),
    WEEK(Duration.ofDays(7), "EEEE HH:mm");

    private final int bins;
    private final DateTimeFormatter format;

    Kind(Duration length, String pattern) {
      this.bins = (int) length.dividedBy(BIN);
      this.format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    int bins() {
      return bins;
    }

    /** Such as {@code season of the day: … from 09:00 UTC on}. */
    String words(double need, Instant from) {
      return String.format(
          Locale.ROOT,
          "season of the %s: the load of %.1f replicas is usual from %s UTC on",
          this == DAY ? "day" : "week",
          need,
          format.format(from));
    }
  }

  static Cycle unknown(Kind kind) {
    return new Cycle(kind, Usual.unknown(kind.bins), Judgement.NONE);
  }

  /**
   * By how much the need usually rises from one bin to a later one, in replicas.
   *
   * @param level the need in the first bin, from which it would rise
   * @return 0 if it does not, if it hardly does, or if nothing is known
   */
  double rise(long from, long to, double level) {
    var rise = usual.at(place(to)) - usual.at(place(from));
    // What is not a number is not at least anything.
    return rise >= Math.max(LEAST_RISE, LEAST_SHARE * level) ? rise : 0;
  }

  /**
   * Learns what came in a bin.
   *
   * @param need in replicas
   * @param rise that was expected from the bin before it; 0 for none
   * @param level the need in the bin before it
   */
  Cycle learned(long bin, double need, double rise, double level) {
    return new Cycle(
        kind,
        usual.with(place(bin), need),
        rise > 0 ? judgement.seen(level + rise, level, need) : judgement);
  }

  private int place(long bin) {
    return (int) Math.floorMod(bin, (long) kind.bins);
  }
}
