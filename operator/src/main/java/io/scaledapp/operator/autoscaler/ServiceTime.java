package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long an app takes for a request that does not have to wait, learned from its load: request
 * seconds in service over requests completed, both fading. Without it a queue would count like load
 * that stays: a thousand requests of 10 ms that wait would ask for a thousand places, where twenty
 * clear them within half a second. Confined to one thread.
 *
 * @see <a href="https://doi.org/10.1287/opre.9.3.383">Little, A Proof for the Queuing Formula L =
 *     λW </a>
 */
final class ServiceTime {

  /** What was longer ago than this counts less than a third. */
  private static final double FADES_IN_SECONDS = 60;

  /** How long a backlog may take to be cleared by what is asked for because of it. */
  private static final double CLEARED_IN_SECONDS = 5;

  /** Below this nothing is known. */
  private static final double FEWEST_COMPLETED = 1;

  private double busySeconds;
  private double completed;

  /**
   * Learns from a sample, and tells what its concurrency would have been if nobody had waited: what
   * is in service at least, and with the places for those that wait never more than it was.
   *
   * @param last the sample before; null when there is none, or it was long ago
   */
  double offered(LoadSample sample, @Nullable LoadSample last) {
    if (last == null) {
      return sample.concurrency();
    }
    var waiting = (last.queued() + sample.queued()) / 2.0;
    var inService = Math.max(0, sample.concurrency() - waiting);
    learn(inService, sample, last);
    if (waiting <= 0 || completed < FEWEST_COMPLETED) {
      return sample.concurrency();
    }
    var byArrivals = sample.requestRate() * seconds();
    // Of what stays for long, arrivals say little; of what is short, those refused count as well.
    var most =
        seconds() < CLEARED_IN_SECONDS ? byArrivals : sample.concurrency() - placesFor(waiting);
    return Math.max(inService, Math.min(most, byArrivals));
  }

  private void learn(double inService, LoadSample sample, LoadSample last) {
    var seconds = Duration.between(last.at(), sample.at()).toNanos() / 1e9;
    var fade = Math.exp(-seconds / FADES_IN_SECONDS);
    // What came and is not there any more is completed.
    var more = sample.concurrency() - last.concurrency();
    busySeconds = busySeconds * fade + inService * seconds;
    completed =
        completed * fade
            + Math.max(0, (sample.requestRate() - sample.refusedRate()) * seconds - more);
  }

  private double seconds() {
    return busySeconds / completed;
  }

  /** Places that clear so many waiting requests in time; none, beside what is offered, at first. */
  double placesFor(double waiting) {
    return completed < FEWEST_COMPLETED ? 0 : waiting * Math.min(1, seconds() / CLEARED_IN_SECONDS);
  }
}
