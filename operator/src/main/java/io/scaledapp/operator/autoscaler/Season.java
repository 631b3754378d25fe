package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What load the time of day, or of the week, brings. To the load of now it adds by how much that
 * usually rises: so the level of today, however odd, is that of today, and a rise that fails to
 * come costs the replicas of one bin. A cycle has a say only while it has lately been nearer to the
 * truth than no season. About 7 kB once an app had load.
 *
 * @param day what each day repeats
 * @param week what each week repeats
 * @param span the bin of now
 * @param before the need in the bin before it; not a number if that is not known
 * @param dayRise what the day expected of this bin on top of the one before; 0 for nothing
 * @param weekRise the same of the week
 * @param atMillis until when the load was seen; since 1970
 */
public record Season(
    Cycle day,
    Cycle week,
    Span span,
    double before,
    double dayRise,
    double weekRise,
    long atMillis) {

  /** Nothing was seen ever. */
  public static final Season UNKNOWN =
      begin(Cycle.unknown(Cycle.Kind.DAY), Cycle.unknown(Cycle.Kind.WEEK));

  /** With a look each second, a longer gap means that nobody watched. */
  private static final long LARGEST_GAP_MILLIS = 5_000;

  private static final long BIN_MILLIS = Cycle.BIN.toMillis();

  /**
   * A need that is expected.
   *
   * @param need in replicas
   * @param words why
   */
  record Expected(double need, String words) {

    /** Replicas that carry it; what it may be too large by asks for none. */
    int count() {
      return (int) Math.ceil(need / (1 + Usual.INACCURACY));
    }
  }

  /** With what was learned before, and nothing seen of now. */
  static Season begin(Cycle day, Cycle week) {
    return new Season(day, week, Span.of(0), Double.NaN, 0, 0, 0);
  }

  /**
   * Learns the load of now.
   *
   * @param load in targets, not rounded
   * @param active whether there is any
   */
  Season seen(double load, boolean active, Instant time) {
    var now = time.toEpochMilli();
    return now > atMillis && now <= atMillis + LARGEST_GAP_MILLIS
        ? passed(load, active, now)
        : unwatched(time);
  }

  /** Goes on at a time until which the load is not known. */
  Season unwatched(Instant time) {
    var now = time.toEpochMilli();
    var bin = Math.floorDiv(now, BIN_MILLIS);
    if (bin == span.bin()) {
      return new Season(day, week, span, before, dayRise, weekRise, now);
    }
    var ended = span.isWhole() ? ended() : this;
    return new Season(ended.day, ended.week, Span.of(bin), Double.NaN, 0, 0, now);
  }

  /** There was no load until then, though nobody looked each second. */
  Season restedUntil(Instant time) {
    var now = time.toEpochMilli();
    return now > atMillis && now <= atMillis + BIN_MILLIS ? passed(0, false, now) : unwatched(time);
  }

  private Season passed(double load, boolean active, long now) {
    var end = (span.bin() + 1) * BIN_MILLIS;
    var until = Math.min(now, end);
    var seen =
        new Season(
            day, week, span.with(load, until - atMillis, active), before, dayRise, weekRise, until);
    if (now < end) {
      return seen;
    }
    var next = seen.ended();
    return now > end ? next.passed(load, active, now) : next;
  }

  /** The bin of now is over, and the next one begins. */
  private Season ended() {
    var next = Span.of(span.bin() + 1);
    var since = next.bin() * BIN_MILLIS;
    if (!span.isWhole()) {
      return new Season(day, week, next, Double.NaN, 0, 0, since);
    }
    var need = span.need();
    // What an app at zero rises from may never have been learned before.
    var dayNow = day.learned(span.bin(), need, dayRise, before);
    var weekNow = week.learned(span.bin(), need, weekRise, before);
    return new Season(
        dayNow,
        weekNow,
        next,
        need,
        dayNow.rise(span.bin(), next.bin(), need),
        weekNow.rise(span.bin(), next.bin(), need),
        since);
  }

  /** Whether what was learned is not the same. */
  public boolean knowsOtherThan(Season other) {
    return !day.equals(other.day) || !week.equals(other.week);
  }

  /**
   * The most that is expected of the bins from now on until a time ahead, if it is more than there
   * is; null for nothing.
   *
   * @param ahead how far to look
   */
  @Nullable Expected expected(Instant now, Duration ahead) {
    var cycle = believed();
    if (cycle == null) {
      return null;
    }
    var of = span.bin();
    var need = before + (cycle == day ? dayRise : weekRise);
    var level = span.tells() ? span.need() : before;
    var last = Math.floorDiv(now.plus(ahead).toEpochMilli(), BIN_MILLIS);
    var most = need > before ? need : 0;
    for (var bin = span.bin() + 1; bin <= last; bin++) {
      var rise = cycle.rise(span.bin(), bin, level);
      if (rise > 0 && level + rise > most) {
        most = level + rise;
        of = bin;
      }
    }
    var from = Instant.ofEpochMilli(of * BIN_MILLIS);
    return most > 0 ? new Expected(most, cycle.kind().words(most, from)) : null;
  }

  /** The cycle to go by: of two that are believed, that which misses less. */
  private @Nullable Cycle believed() {
    if (!day.judgement().isBelieved()) {
      return week.judgement().isBelieved() ? week : null;
    }
    return week.judgement().isBelieved() && week.judgement().share() < day.judgement().share()
        ? week
        : day;
  }
}
