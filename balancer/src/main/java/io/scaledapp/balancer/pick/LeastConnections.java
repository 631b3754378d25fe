package io.scaledapp.balancer.pick;

/**
 * The endpoint with the fewest requests in flight for its weight; those that tie take turns by
 * weight, as with nginx's {@code least_conn}, so that an idle app uses all its endpoints.
 */
final class LeastConnections implements Picker {
  private final Turns turns = new Turns();

  @Override
  public int pick(Candidates candidates, int clientHash) {
    int size = candidates.size();
    if (size <= 1) {
      return size - 1;
    }
    int best = 0;
    int bestConcurrency = candidates.concurrency(0);
    int bestWeight = candidates.weight(0);
    int ties = 1;
    long tiedWeight = bestWeight;
    boolean equalWeights = true;
    for (int i = 1; i < size; i++) {
      int concurrency = candidates.concurrency(i);
      int weight = candidates.weight(i);
      int order = compare(concurrency, weight, bestConcurrency, bestWeight);
      if (order < 0) {
        best = i;
        bestConcurrency = concurrency;
        bestWeight = weight;
        ties = 1;
        tiedWeight = weight;
        equalWeights = true;
      } else if (order == 0) {
        ties++;
        tiedWeight += weight;
        equalWeights &= weight == bestWeight;
      }
    }
    if (ties == 1) {
      return best;
    }
    long before = turns.next(ties, tiedWeight, equalWeights);
    return tied(candidates, best, bestConcurrency, bestWeight, before);
  }

  /**
   * The tied endpoint with the given weight before it. Other threads may have moved a concurrency
   * since the ties were counted, hence {@code best} as the last resort.
   */
  private static int tied(
      Candidates candidates, int best, int bestConcurrency, int bestWeight, long before) {
    long left = before;
    for (int i = best; i < candidates.size(); i++) {
      int weight = candidates.weight(i);
      if (compare(candidates.concurrency(i), weight, bestConcurrency, bestWeight) == 0) {
        left -= weight;
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
