package io.scaledapp.operator.autoscaler;

import java.util.Arrays;

/**
 * What is usual at each place of a cycle, such as each five minutes of a week: the median of the
 * latest three times, of two the lower. One odd day changes nothing, and a new habit is known after
 * two. Three bytes a place; immutable.
 */
final class Usual {

  /** What is kept is at most this share off. */
  static final double INACCURACY = 0.025;

  /** Bytes of a place. */
  static final int KEPT = 3;

  /** A place of which nothing is known. */
  private static final byte UNSEEN = 0;

  /** The steps between {@link #LEAST} and {@link #MOST}, each about 5 % more than the last. */
  private static final int STEPS = 253;

  private static final int NOTHING = 1;
  private static final double LEAST = 0.1;
  private static final double MOST = 10_000;
  private static final double STEP = Math.log(MOST / LEAST) / STEPS;

  private final int places;

  /** The latest three of each place, the newest first; empty while all is unseen. */
  private final byte[] latest;

  private Usual(int places, byte[] latest) {
    this.places = places;
    this.latest = latest;
  }

  /** Of a cycle of so many places, of which nothing is known. */
  static Usual unknown(int places) {
    return new Usual(places, new byte[0]);
  }

  /**
   * What {@link #bytes} gave.
   *
   * @param bytes as many as so many places have; not changed after it was handed over
   */
  static Usual of(byte[] bytes, int places) {
    if (bytes.length != places * KEPT) {
      throw new IllegalArgumentException(bytes.length + " bytes of " + places + " places");
    }
    return Arrays.equals(bytes, new byte[bytes.length])
        ? unknown(places)
        : new Usual(places, bytes);
  }

  /** All that is known, to be kept. */
  byte[] bytes() {
    return latest.length == 0 ? new byte[places * KEPT] : latest.clone();
  }

  /**
   * What is usual at a place, at most {@link #INACCURACY} off; not a number while nothing is known.
   */
  double at(int place) {
    if (latest.length == 0 || latest[place * KEPT] == UNSEEN) {
      return Double.NaN;
    }
    var first = code(place, 0);
    var second = code(place, 1);
    var third = code(place, 2);
    if (third == UNSEEN) {
      return value(second == UNSEEN ? first : Math.min(first, second));
    }
    return value(Math.max(Math.min(first, second), Math.min(Math.max(first, second), third)));
  }

  /**
   * With what came this time.
   *
   * @param value 0 or more; above 10,000 as 10,000
   */
  Usual with(int place, double value) {
    var code = code(value);
    if (latest.length == 0 && code == NOTHING) {
      // Of an app that nobody ever asked for nothing need be kept.
      return this;
    }
    var next = latest.length == 0 ? new byte[places * KEPT] : latest.clone();
    var begin = place * KEPT;
    System.arraycopy(next, begin, next, begin + 1, KEPT - 1);
    next[begin] = (byte) code;
    return new Usual(places, next);
  }

  private int code(int place, int index) {
    return Byte.toUnsignedInt(latest[place * KEPT + index]);
  }

  private static int code(double value) {
    if (value < LEAST / 2) {
      return NOTHING;
    }
    var bounded = Math.clamp(value, LEAST, MOST);
    return NOTHING + 1 + (int) Math.round(Math.log(bounded / LEAST) / STEP);
  }

  private static double value(int code) {
    return code == NOTHING ? 0 : LEAST * Math.exp(STEP * (code - NOTHING - 1));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Usual usual
        && places == usual.places
        && Arrays.equals(latest, usual.latest);
  }

  @Override
  public int hashCode() {
    return 31 * places + Arrays.hashCode(latest);
  }
}
