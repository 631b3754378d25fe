package io.scaledapp.operator.app.canary;

import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Whether a revision on trial is worse than the one before. Worse takes two things: a difference
 * that matters, as the limits here say, and one that is no chance, as a one-sided test says with an
 * error of 0.1 %.
 *
 * <p>Errors are compared each second, with Fisher's exact test, which holds for small counts too;
 * its strict level leaves room for looking often. Latencies are compared once a step, when its
 * pause is over, since a process that has just begun is slow for a while: with the Mann-Whitney U
 * test, which asks for no distribution.
 *
 * @param minRequests of each side, below which nothing is judged
 * @param maxErrorPercent by how many percentage points the share of errors may be higher
 * @param maxLatencyPercent by how many percent the 95th percentile of latency may be higher
 * @see <a href="https://doi.org/10.2307/2340521">Fisher, On the Interpretation of χ2 from
 *     Contingency Tables, and the Calculation of P (1922)</a>
 */
public record Analysis(int minRequests, double maxErrorPercent, double maxLatencyPercent) {

  private static final double LEVEL = 0.001;

  /** The quantile of the normal distribution that belongs to {@link #LEVEL}. */
  private static final double LEVEL_Z = 3.0902;

  private static final double QUANTILE = 0.95;

  /** A difference that is smaller than this matters to nobody, whatever its percentage. */
  private static final double LEAST_MILLIS = 5;

  /** Whether there is enough of both to judge. */
  boolean isEnough(Tally trial, Tally before) {
    return Math.min(trial.requests(), before.requests()) >= minRequests;
  }

  /** Why the revision on trial has too many errors, for a person; empty if it has not. */
  Optional<String> tooManyErrors(Tally trial, Tally before) {
    var more = 100 * (trial.errorRate() - before.errorRate());
    if (!isEnough(trial, before) || more <= maxErrorPercent) {
      return Optional.empty();
    }
    var p = chance(trial, before);
    return p >= LEVEL
        ? Optional.empty()
        : Optional.of(
            "%s of its requests failed, of those of the revision before %s (p %s by Fisher's exact test)"
                .formatted(
                    share(trial), share(before), p < 1e-6 ? "< 0.000001" : "= %.6f".formatted(p)));
  }

  /** Why the revision on trial is too slow, for a person; empty if it is not. */
  Optional<String> tooSlow(Tally trial, Tally before) {
    if (Math.min(trial.answers(), before.answers()) < minRequests) {
      return Optional.empty();
    }
    var now = trial.quantileMillis(QUANTILE);
    var was = before.quantileMillis(QUANTILE);
    var matters = now > was * (1 + maxLatencyPercent / 100) && now - was >= LEAST_MILLIS;
    var z = RankSum.z(trial.latency(), before.latency());
    return matters && z > LEVEL_Z
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "95 %% of its answers began within %.1f ms, of those of the revision before within"
                    + " %.1f ms (z = %.1f by the Mann-Whitney U test)",
                now,
                was,
                z))
        : Optional.empty();
  }

  private static double chance(Tally trial, Tally before) {
    int[][] table = {
      {count(trial.errors()), count(trial.requests() - trial.errors())},
      {count(before.errors()), count(before.requests() - before.errors())}
    };
    return FisherExactTest.withDefaults()
        .with(AlternativeHypothesis.GREATER_THAN)
        .test(table)
        .getPValue();
  }

  /** As many as an int holds four times, which is far beyond what a test needs. */
  private static int count(long requests) {
    return (int) Math.min(requests, Integer.MAX_VALUE / 4);
  }

  private static String share(Tally tally) {
    return String.format(
        Locale.ROOT,
        "%d of %d (%.1f %%)",
        tally.errors(),
        tally.requests(),
        100 * tally.errorRate());
  }
}
