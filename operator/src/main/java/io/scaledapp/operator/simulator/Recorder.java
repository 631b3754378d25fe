package io.scaledapp.operator.simulator;

/** Notes what each second had. */
final class Recorder {

  private final double[] demand;
  private final int[] supply;
  private final int[] queue;
  private long replicaSeconds;
  private long scaleActions;

  Recorder(World world, Trace trace) {
    this.demand = Demand.of(trace, world);
    this.supply = new int[trace.seconds()];
    this.queue = new int[trace.seconds()];
  }

  void passed(int second, Fleet fleet, Traffic traffic) {
    supply[second] = fleet.ready();
    queue[second] = traffic.queued();
    replicaSeconds += fleet.all();
  }

  void scaled() {
    scaleActions++;
  }

  Run end(Fleet fleet, Traffic traffic) {
    return new Run(
        demand,
        supply,
        queue,
        Score.of(demand, supply, replicaSeconds, scaleActions, fleet, traffic));
  }
}
