package io.scaledapp.balancer.pick;

/** Any endpoint, with a probability by weight. */
final class RandomChoice implements Picker {
  private final Draws draws;

  RandomChoice(long seed) {
    draws = new Draws(seed);
  }

  @Override
  public int pick(Candidates candidates, int hash) {
    return candidates.size() <= 1 ? candidates.size() - 1 : draws.one(candidates);
  }
}
