package io.scaledapp.balancer.pick;

/** Each endpoint in turn, by weight. */
final class RoundRobin implements Picker {
  private final Turns turns = new Turns();

  @Override
  public int pick(Candidates candidates, int clientHash) {
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
    long before = turns.next(size, total, equalWeights);
    int index = 0;
    while (index < size - 1 && before >= candidates.weight(index)) {
      before -= candidates.weight(index++);
    }
    return index;
  }
}
