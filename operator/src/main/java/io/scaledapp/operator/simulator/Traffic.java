package io.scaledapp.operator.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntUnaryOperator;

/**
 * Requests on their way: each waits, first come first served, until one of the ready replicas has a
 * free place, and has it for the service time. Arrivals of a second are spread evenly over it.
 */
final class Traffic {

  private final World world;
  private final int steps;
  private final int timeoutSteps;
  private final int[] finishing;
  private final int[] finishingElsewhere;
  private final Deque<Arrived> waiting = new ArrayDeque<>();
  private final Waits waits;
  private long step;
  private int inFlight;
  private int inFlightElsewhere;
  private int queued;
  private long refused;
  private long refusedBefore;
  private int started;
  private long concurrencySteps;

  /** Requests that arrived in one step. */
  private static final class Arrived {
    private final long at;
    private int count;

    Arrived(long at, int count) {
      this.at = at;
      this.count = count;
    }
  }

  Traffic(World world) {
    this.world = world;
    this.steps = world.stepsASecond();
    this.timeoutSteps = (int) (world.queueTimeout().toMillis() * steps / 1_000);
    this.finishing = new int[world.serviceSteps()];
    this.finishingElsewhere = new int[world.serviceSteps()];
    this.waits = new Waits(steps, timeoutSteps);
  }

  /**
   * One second with as many arrivals.
   *
   * @param ready how many replicas are at a millisecond of it, from 0 to 999
   */
  void pass(int arrivals, IntUnaryOperator ready) {
    started = 0;
    refusedBefore = refused;
    concurrencySteps = 0;
    for (var now = 0; now < steps; now++, step++) {
      finish();
      expire();
      arrive((int) ((long) arrivals * (now + 1) / steps - (long) arrivals * now / steps));
      start((long) ready.applyAsInt(now * 1_000 / steps) * world.capacity());
      concurrencySteps += inFlight + inFlightElsewhere + queued;
    }
  }

  private void finish() {
    var slot = (int) (step % finishing.length);
    inFlight -= finishing[slot];
    inFlightElsewhere -= finishingElsewhere[slot];
    finishing[slot] = 0;
    finishingElsewhere[slot] = 0;
  }

  private void expire() {
    while (!waiting.isEmpty() && step - waiting.getFirst().at > timeoutSteps) {
      var late = waiting.removeFirst();
      queued -= late.count;
      refused += late.count;
      waits.add(step - late.at, late.count);
    }
  }

  private void arrive(int count) {
    if (count > 0) {
      waiting.addLast(new Arrived(step, count));
      queued += count;
    }
  }

  private void start(long places) {
    var free = Math.max(0, places - inFlight);
    while (free > 0 && !waiting.isEmpty()) {
      var first = waiting.getFirst();
      var taken = (int) Math.min(free, first.count);
      waits.add(step - first.at, taken);
      first.count -= taken;
      if (first.count == 0) {
        waiting.removeFirst();
      }
      queued -= taken;
      free -= taken;
      inFlight += taken;
      started += taken;
      finishing[(int) (step % finishing.length)] += taken;
    }
    refuseBeyondTheQueue();
  }

  private void refuseBeyondTheQueue() {
    while (queued > world.queue()) {
      var last = waiting.getLast();
      var over = Math.min(last.count, queued - world.queue());
      last.count -= over;
      queued -= over;
      refused += over;
      if (last.count == 0) {
        waiting.removeLast();
      }
    }
  }

  /** A replica takes no new request from here on; what it has is finished there. */
  void leave(int readyBefore) {
    for (var slot = 0; slot < finishing.length; slot++) {
      var share = finishing[slot] / readyBefore;
      finishing[slot] -= share;
      finishingElsewhere[slot] += share;
      inFlight -= share;
      inFlightElsewhere += share;
    }
  }

  /** Requests in flight and waiting, averaged over the latest second. */
  double meanConcurrency() {
    return (double) concurrencySteps / steps;
  }

  /** Requests in flight and waiting now. */
  int concurrency() {
    return inFlight + inFlightElsewhere + queued;
  }

  int queued() {
    return queued;
  }

  /** Requests that found a place in the latest second. */
  int started() {
    return started;
  }

  long refused() {
    return refused;
  }

  /** Requests refused in the latest second. */
  int refusedNow() {
    return (int) (refused - refusedBefore);
  }

  Waits waits() {
    return waits;
  }
}
