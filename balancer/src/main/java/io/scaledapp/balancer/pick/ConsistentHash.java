package io.scaledapp.balancer.pick;

/**
 * The same endpoint for the same key for as long as that endpoint does not have more than its share
 * of the requests in flight, times a bound; then the key's next choice that has not (Mirrokni,
 * Thorup and Zadimoghaddam, "Consistent hashing with bounded loads", 2016).
 *
 * <p>By {@link Rendezvous} rather than a ring or Maglev's table: a pick looks at every endpoint
 * anyway to know the load, nothing has to be built when one comes or goes, weights are exact, and
 * what one endpoint cannot take goes to many others and not to its neighbour.
 */
final class ConsistentHash implements Picker {
  private final int boundPercent;

  /**
   * @param boundPercent in percent of an endpoint's share, more than 100
   */
  ConsistentHash(int boundPercent) {
    this.boundPercent = boundPercent;
  }

  @Override
  public int pick(Candidates candidates, int hash) {
    long weights = Shares.total(candidates);
    // With the request that is placed: then there is room for it somewhere.
    long concurrency = 1;
    for (int i = 0; i < candidates.size(); i++) {
      concurrency += candidates.concurrency(i);
    }
    int best = NONE;
    boolean bestHasRoom = false;
    for (int i = 0; i < candidates.size(); i++) {
      boolean hasRoom = hasRoom(candidates, i, concurrency, weights);
      // One without room only if no other has any: other threads may have filled them meanwhile.
      if (best == NONE
          || (hasRoom == bestHasRoom ? Rendezvous.prefers(hash, candidates, i, best) : hasRoom)) {
        best = i;
        bestHasRoom = hasRoom;
      }
    }
    return best;
  }

  /** Whether fewer than ceil(share · bound) are there, in whole numbers. */
  private boolean hasRoom(Candidates candidates, int index, long concurrency, long weights) {
    return candidates.concurrency(index) * 100L * weights
        < concurrency * candidates.weight(index) * boundPercent;
  }
}
