package io.scaledapp.operator.simulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows the trace: has exactly as many replicas ready as are asked for, and keeps one through a gap
 * in which another start and drain would cost more. The bound on what a policy can reach.
 */
final class Oracle implements Policy {

  private final int[] wanted;
  private final Removal removal;

  Oracle(World world, Trace trace) {
    var startup = world.startupSeconds();
    var life = world.connectionSeconds();
    this.wanted = mostToCome(kept(Demand.of(trace, world), startup + life), startup);
    this.removal = new Removal(life + 1, true, true);
  }

  /** What a demand asks for, with each replica kept through gaps up to so many seconds. */
  static int[] kept(double[] demand, int gap) {
    var counts = new int[demand.length];
    for (var second = 0; second < counts.length; second++) {
      counts[second] = (int) Math.ceil(demand[second]);
    }
    // A closing, in the words of image processing: the least of the latest seconds' most to come.
    return extremes(mostToCome(counts, gap), gap, -1);
  }

  private static int[] mostToCome(int[] counts, int seconds) {
    return extremes(counts, seconds, 1);
  }

  /** The most of each second and those after it; the least of it and those before, if negated. */
  private static int[] extremes(int[] counts, int reach, int sign) {
    var extremes = new int[counts.length];
    Deque<Integer> candidates = new ArrayDeque<>();
    for (var step = 0; step < counts.length; step++) {
      var at = sign > 0 ? counts.length - 1 - step : step;
      while (!candidates.isEmpty() && sign * counts[candidates.getLast()] <= sign * counts[at]) {
        candidates.removeLast();
      }
      candidates.addLast(at);
      while (Math.abs(candidates.getFirst() - at) > reach) {
        candidates.removeFirst();
      }
      extremes[at] = counts[candidates.getFirst()];
    }
    return extremes;
  }

  @Override
  public int decide(Moment moment) {
    return wanted[(int) Math.min(wanted.length - 1, moment.second())];
  }

  @Override
  public Removal removal() {
    return removal;
  }
}
