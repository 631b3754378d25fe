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
    var arrivals = new SlidingMean(WINDOW);
    for (var second = 0; second < demand.length; second++) {
      arrivals.add(trace.arrivals()[second]);
      demand[second] = world.replicasFor(arrivals.mean());
    }
    return demand;
  }
}
