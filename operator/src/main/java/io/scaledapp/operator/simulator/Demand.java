package io.scaledapp.operator.simulator;

/** How many replicas a trace asks for. */
final class Demand {

  private static final int WINDOW = 10;

  private Demand() {}

  /**
   * For each second the mean of the latest {@value #WINDOW} seconds' offered concurrency over a
   * replica's capacity, as a real number.
   */
  static double[] of(Trace trace, World world) {
    var demand = new double[trace.seconds()];
    var sum = 0L;
    for (var second = 0; second < demand.length; second++) {
      sum += trace.arrivals()[second];
      if (second >= WINDOW) {
        sum -= trace.arrivals()[second - WINDOW];
      }
      demand[second] = world.replicasFor((double) sum / Math.min(second + 1, WINDOW));
    }
    return demand;
  }
}
