package io.scaledapp.operator.simulator;

/** The mean of the latest seconds; of those that there were yet, at first. */
final class SlidingMean {

  private final double[] seconds;
  private double sum;
  private long count;

  SlidingMean(int window) {
    this.seconds = new double[window];
  }

  void add(double value) {
    var slot = (int) (count++ % seconds.length);
    sum += value - seconds[slot];
    seconds[slot] = value;
  }

  double mean() {
    return count == 0 ? 0 : Math.max(0, sum) / Math.min(count, seconds.length);
  }
}
