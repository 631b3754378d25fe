package io.scaledapp.operator.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A part of a plot with its scales: seconds to the right, values up from zero.
 *
 * @param left in the plot's units, as the others
 * @param seconds that the width stands for
 * @param most value that the height stands for; a height of 1 if it is less
 */
record Panel(double left, double top, double width, double height, int seconds, double most) {

  /** More points than this would not be told apart. */
  private static final int MOST_POINTS = 1_200;

  private static final int TICKS = 6;

  /** Seconds that people count in. */
  private static final int[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400
  };

  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  double x(double second) {
    return left + width * second / seconds;
  }

  double y(double value) {
    return bottom() - height * value / Math.max(most, 1);
  }

  /** A path of straight lines through the values. */
  String line(double[] values) {
    return path(index -> values[index], "L");
  }

  /** A path on which each value lasts until the next. */
  String steps(int[] values) {
    return path(index -> values[index], "H");
  }

  private String path(IntToDoubleFunction value, String how) {
    var each = Math.max(1, (int) Math.ceil((double) seconds / MOST_POINTS));
    var path = new StringBuilder();
    for (var from = 0; from < seconds; from += each) {
      var most = IntStream.range(from, Math.min(seconds, from + each)).mapToDouble(value).max();
      var y = y(most.orElse(0));
      if (path.isEmpty()) {
        path.append(String.format(Locale.ROOT, "M%.1f %.1f", x(from), y));
      } else if (how.equals("H")) {
        path.append(String.format(Locale.ROOT, "H%.1fV%.1f", x(from), y));
      } else {
        path.append(String.format(Locale.ROOT, "L%.1f %.1f", x(from), y));
      }
    }
    return path.toString();
  }

  /** Round values from zero up to the most. */
  double[] valueTicks() {
    var rough = Math.max(most, 1) / TICKS;
    var power = Math.pow(10, Math.floor(Math.log10(rough)));
    var step =
        DoubleStream.of(1, 2, 5, 10)
            .map(one -> one * power)
            .filter(one -> one >= rough)
            .findFirst();
    var each = Math.max(1, step.orElse(1));
    return DoubleStream.iterate(0, tick -> tick <= Math.max(most, 1), tick -> tick + each)
        .toArray();
  }

  /** Round times. */
  int[] timeTicks() {
    var rough = (double) seconds / TICKS / 2;
    var step = Arrays.stream(STEPS).filter(one -> one >= rough).findFirst().orElse(7 * 86_400);
    return IntStream.iterate(0, tick -> tick <= seconds, tick -> tick + step).toArray();
  }

  /** Such as {@code 2d 06:00} or {@code 0:15:30}. */
  static String time(int second) {
    var days = second / 86_400;
    var hours = second / 3_600 % 24;
    var minutes = second / 60 % 60;
    return days > 0
        ? String.format(Locale.ROOT, "%dd %02d:%02d", days, hours, minutes)
        : String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, second % 60);
  }
}
