package io.scaledapp.balancer.pick;

/** Each endpoint in turn, smoothly by weight. */
final class RoundRobin implements Picker {
  private final Turns turns = new Turns();

  @Override
  public int pick(Candidates candidates, int hash) {
    int size = candidates.size();
    if (size <= 1) {
      return size - 1;
    }
    long total = 0;
    boolean equalWeights = true;
    for (int i = 0; i < size; i++) {
      total += candidates.weight(i);
      equalWeights &= candidates.weight(i) == candidates.weight(0);
    }
    return Shares.at(candidates, turns.next(size, total, equalWeights));
  }
}
