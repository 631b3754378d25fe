package io.scaledapp.balancer.pick;

/**
 * Of two random endpoints the one where a request is likely to be answered sooner: the latency that
 * was observed, which rises at once and falls slowly, times the requests that would be in flight,
 * by weight (Finagle's p2cPeakEwma). A latency fades while there is no newer one, so an endpoint
 * that was slow once is tried again without having to be asked first.
 */
final class PeakEwma extends TwoChoices {
  /**
   * In nanoseconds, for an endpoint that was asked and never answered: worse than any that did, so
   * that one request tries a new endpoint, and not all of them (Finagle's penalty).
   */
  private static final double UNANSWERED = 1e15;

  PeakEwma(long seed) {
    super(seed);
  }

  @Override
  boolean isBetter(Candidates candidates, int second, int first) {
    return cost(candidates, second) < cost(candidates, first);
  }

  private static double cost(Candidates candidates, int index) {
    int concurrency = candidates.concurrency(index);
    double latency = candidates.latency(index);
    double each = latency == 0 && concurrency > 0 ? UNANSWERED : latency;
    return each * (concurrency + 1) / candidates.weight(index);
  }
}
