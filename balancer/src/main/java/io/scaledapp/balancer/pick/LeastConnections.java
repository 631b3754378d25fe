package io.scaledapp.balancer.pick;

/**
 * The endpoint with the fewest requests in flight for its weight; those that tie take turns by
 * weight, as with nginx's {@code least_conn}, so that an idle app uses all its endpoints.
 */
final class LeastConnections implements Picker {
  private final Turns turns = new Turns();

  @Override
  public int pick(Candidates candidates, int hash) {
    int size = candidates.size();
    if (size <= 1) {
      return size - 1;
    }
    int best = least(candidates);
    int concurrency = candidates.concurrency(best);
    int weight = candidates.weight(best);
    int ties = 0;
    long tiedWeight = 0;
    boolean equalWeights = true;
    for (int i = best; i < size; i++) {
      int otherWeight = candidates.weight(i);
      if (compare(candidates.concurrency(i), otherWeight, concurrency, weight) == 0) {
        ties++;
        tiedWeight += otherWeight;
        equalWeights &= otherWeight == weight;
      }
    }
    return ties <= 1
        ? best
        : tied(candidates, best, concurrency, turns.next(ties, tiedWeight, equalWeights));
  }

  /** The first of those with the least load for their weight. */
  private static int least(Candidates candidates) {
    int best = 0;
    int bestConcurrency = candidates.concurrency(0);
    for (int i = 1; i < candidates.size(); i++) {
      int concurrency = candidates.concurrency(i);
      int bestWeight = candidates.weight(best);
      if (compare(concurrency, candidates.weight(i), bestConcurrency, bestWeight) < 0) {
        best = i;
        bestConcurrency = concurrency;
      }
    }
    return best;
  }

  /**
   * The one of those that tie with {@code best} that has the given weight before it. Other threads
   * may have moved a concurrency since the ties were counted, hence {@code best} as the last
   * resort.
   */
  private static int tied(Candidates candidates, int best, int concurrency, long before) {
    int weight = candidates.weight(best);
    long left = before;
    for (int i = best; i < candidates.size(); i++) {
      int otherWeight = candidates.weight(i);
      if (compare(candidates.concurrency(i), otherWeight, concurrency, weight) == 0) {
        left -= otherWeight;
        if (left < 0) {
          return i;
        }
      }
    }
    return best;
  }

  /** Orders concurrency per weight, as fractions, without division. */
  private static int compare(int concurrency, int weight, int otherConcurrency, int otherWeight) {
    return Long.compare((long) concurrency * otherWeight, (long) otherConcurrency * weight);
  }
}
