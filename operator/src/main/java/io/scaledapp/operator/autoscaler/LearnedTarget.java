package io.scaledapp.operator.autoscaler;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many requests at once one replica is meant to carry, learned from how long answers take to
 * begin: more as long as they take no longer than when there is little to do, fewer when they do.
 * The time is that of the answer's beginning, so that event streams and WebSockets count as what
 * they are.
 *
 * <p>Fewer requests for each replica are no cure for a database that is slow. So what they brought
 * is judged: where answers take as long as before with a good deal less to do, that is how long
 * they take from now on.
 *
 * @param perReplica from {@value #LEAST} to {@value #MOST}
 * @param answers those of the latest seconds, older ones fading
 * @param seconds what those took, all together
 * @param atEase how long an answer takes with little to do; 0 while nothing is known
 * @param relief what was there when the target began to fall; null while it does not
 * @param at the latest sample; null before the first
 * @see <a href="https://github.com/Netflix/concurrency-limits">the gradient of Netflix's limits for
 *     concurrency</a>
 */
record LearnedTarget(
    double perReplica,
    double answers,
    double seconds,
    double atEase,
    @Nullable Relief relief,
    @Nullable Instant at) {

  /** What to begin with. */
  static final double FIRST = 50;

  private static final double LEAST_FIRST = 5;

  static final LearnedTarget UNKNOWN = new LearnedTarget(FIRST, 0, 0, 0, null, null);

  static final double LEAST = 1;
  static final double MOST = 1_000;

  /** Answers may take so many times as long as at ease. */
  private static final double TOLERATED = 1.5;

  /** Up to here there is room for more; between the two nothing changes. */
  private static final double ROOMY = 1.25;

  /** Of the target: with less to do, nothing is learned of more. */
  private static final double USED = 0.7;

  /** Fewer answers say nothing. */
  private static final double FEWEST_ANSWERS = 5;

  // Time constants in seconds: after so long a third is left.
  private static final double ANSWERS_FADE = 10;
  private static final double EASE_FALLS = 30;

  /** A day, so that what is normal under full load does not become the measure of it. */
  private static final double EASE_RISES = 86_400;

  private static final double TARGET_FALLS = 20;

  /** A raise in a second, in square roots of the target: 50 become 100 in some two minutes. */
  private static final double RAISE = 0.05;

  /** With a sample each second, a longer gap means that nobody watched. */
  private static final Duration LARGEST_GAP = Duration.ofSeconds(5);

  /**
   * The beginning of a fall.
   *
   * @param concurrency of one replica
   * @param latency of an answer, in seconds
   * @param at when
   */
  record Relief(double concurrency, double latency, Instant at) {

    /** By then the latest answers are all that counts. */
    private static final Duration JUDGED_AFTER = Duration.ofSeconds(30);

    /** So much less to do is enough to judge by. */
    private static final double JUDGED_AT = 0.7;

    private static final double HELPED_BELOW = 0.9;

    boolean isJudgedAt(double concurrency, Instant now) {
      return concurrency <= this.concurrency * JUDGED_AT && !now.isBefore(at.plus(JUDGED_AFTER));
    }

    boolean hasHelped(double latency) {
      return latency < this.latency * HELPED_BELOW;
    }
  }

  /**
   * Learns from the newest sample, once.
   *
   * @param ready replicas that take requests
   * @param scaled whether there are more than the fewest, as load has asked for
   */
  LearnedTarget seen(LoadSample sample, int ready, boolean scaled) {
    if (at != null && !sample.at().isAfter(at)) {
      return this;
    }
    if (!sample.complete() || ready == 0) {
      return new LearnedTarget(perReplica, 0, 0, atEase, null, at == null ? null : sample.at());
    }
    var inService = Math.max(0, sample.concurrency() - sample.queued()) / ready;
    if (at == null) {
      return begun(sample.at(), scaled ? inService : FIRST);
    }
    if (sample.at().isAfter(at.plus(LARGEST_GAP))) {
      return new LearnedTarget(perReplica, 0, 0, atEase, null, sample.at());
    }
    return learned(sample, inService, at);
  }

  /** What there is was right for somebody who has learned it, before a restart. */
  private static LearnedTarget begun(Instant at, double perReplica) {
    return new LearnedTarget(Math.clamp(perReplica, LEAST_FIRST, MOST), 0, 0, 0, null, at);
  }

  private LearnedTarget learned(LoadSample sample, double inService, Instant at) {
    var elapsed = Duration.between(at, sample.at()).toNanos() / 1e9;
    var kept = Math.exp(-elapsed / ANSWERS_FADE);
    var newer = sample.answerRate() * elapsed;
    var next =
        new LearnedTarget(
            perReplica,
            answers * kept + newer,
            seconds * kept + newer * sample.answerSeconds(),
            atEase,
            relief,
            sample.at());
    if (next.answers < FEWEST_ANSWERS || newer == 0) {
      return next;
    }
    return next.eased(elapsed).moved(inService, sample, elapsed);
  }

  private double latency() {
    return seconds / answers;
  }

  /** What an answer takes at ease falls soon, and rises late. */
  private LearnedTarget eased(double elapsed) {
    var latency = latency();
    if (atEase == 0) {
      return with(perReplica, latency, relief);
    }
    var constant = latency < atEase ? EASE_FALLS : EASE_RISES;
    return with(perReplica, atEase + share(elapsed, constant) * (latency - atEase), relief);
  }

  private LearnedTarget moved(double inService, LoadSample sample, double elapsed) {
    var latency = latency();
    if (latency > TOLERATED * atEase) {
      return fallen(new Relief(inService, latency, sample.at()), elapsed);
    }
    var isBusy = inService >= USED * perReplica && sample.queued() == 0;
    var room = isBusy && latency <= ROOMY * atEase;
    var raised = room ? perReplica + RAISE * Math.sqrt(perReplica) * elapsed : perReplica;
    return with(Math.min(MOST, raised), atEase, null);
  }

  private LearnedTarget fallen(Relief now, double elapsed) {
    var from = relief == null ? now : relief;
    if (from.isJudgedAt(now.concurrency(), now.at())) {
      if (!from.hasHelped(now.latency())) {
        return with(perReplica, now.latency(), null);
      }
      from = now;
    }
    var wanted = Math.min(perReplica, now.concurrency() * TOLERATED * atEase / now.latency());
    var lowered = perReplica + share(elapsed, TARGET_FALLS) * (wanted - perReplica);
    return with(Math.max(LEAST, lowered), atEase, from);
  }

  private static double share(double elapsed, double constant) {
    return 1 - Math.exp(-elapsed / constant);
  }

  private LearnedTarget with(double perReplica, double atEase, @Nullable Relief relief) {
    return new LearnedTarget(perReplica, answers, seconds, atEase, relief, at);
  }
}
