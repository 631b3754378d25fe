package io.scaledapp.operator.app.canary;

/**
 * The Mann-Whitney U test with the normal approximation and its correction for ties, over counts by
 * bucket: what is in one bucket is a tie.
 *
 * @see <a href="https://doi.org/10.1214/aoms/1177730491">Mann and Whitney, On a Test of Whether one
 *     of Two Random Variables is Stochastically Larger than the Other (1947)</a>
 * @see <a
 *     href="https://www.itl.nist.gov/div898/software/dataplot/refman1/auxillar/ranksum.htm">NIST,
 *     Rank Sum Test</a>
 */
final class RankSum {

  private RankSum() {}

  /**
   * By how many standard deviations the first sample is larger than if both came from one
   * distribution; 0 where that cannot be told.
   */
  static double z(long[] first, long[] second) {
    double n1 = 0;
    double n2 = 0;
    double u = 0;
    double ties = 0;
    for (var i = 0; i < first.length; i++) {
      // Pairs in which the first is larger count whole, and pairs in one bucket half.
      u += first[i] * (n2 + second[i] / 2.0);
      n1 += first[i];
      n2 += second[i];
      double tied = (double) first[i] + second[i];
      ties += tied * tied * tied - tied;
    }
    var n = n1 + n2;
    if (n1 == 0 || n2 == 0) {
      return 0;
    }
    var variance = n1 * n2 / 12 * (n + 1 - ties / (n * (n - 1)));
    return variance <= 0 ? 0 : (u - n1 * n2 / 2) / Math.sqrt(variance);
  }
}
