package io.scaledapp.balancer.pick;

/** The same endpoint for the same client, by {@link Rendezvous} hashing of its address. */
final class IpHash implements Picker {

  @Override
  public int pick(Candidates candidates, int hash) {
    int best = NONE;
    for (int i = 0; i < candidates.size(); i++) {
      if (best == NONE || Rendezvous.prefers(hash, candidates, i, best)) {
        best = i;
      }
    }
    return best;
  }
}
