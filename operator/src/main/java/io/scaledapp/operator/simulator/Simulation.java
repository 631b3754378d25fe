package io.scaledapp.operator.simulator;

import java.util.function.LongConsumer;

/** One trace, one world, one policy: second after second, to the end of the trace. */
public final class Simulation {

  private static final int PROGRESS_EVERY = 86_400;

  private final World world;
  private final Trace trace;
  private final Policy policy;

  public Simulation(World world, Trace trace, Policy policy) {
    this.world = world;
    this.trace = trace;
    this.policy = policy;
  }

  /**
   * Runs it; the same again for the same trace.
   *
   * @param progress told now and then which second it is
   */
  public Run run(LongConsumer progress) {
    var fleet = new Fleet(world, policy.removal());
    var traffic = new Traffic(world);
    var run = new Recorder(world, trace);
    for (var second = 0; second < trace.seconds(); second++) {
      fleet.begin(second);
      var begin = second * 1_000L;
      traffic.pass(trace.arrivals()[second], millis -> fleet.readyAt(begin + millis));
      fleet.open(second, traffic.started());
      run.passed(second, fleet, traffic);
      var desired = policy.decide(moment(second, fleet, traffic));
      if (fleet.scale(within(desired), second + 1L, traffic)) {
        run.scaled();
      }
      if (second % PROGRESS_EVERY == 0) {
        progress.accept(second);
      }
    }
    return run.end(fleet, traffic);
  }

  private Moment moment(int second, Fleet fleet, Traffic traffic) {
    return new Moment(
        second + 1L,
        fleet.ready(),
        fleet.present(),
        traffic.meanConcurrency(),
        traffic.concurrency(),
        trace.arrivals()[second],
        traffic.refusedNow(),
        traffic.queued());
  }

  private int within(int desired) {
    return Math.clamp(desired, world.minReplicas(), world.maxReplicas());
  }
}
