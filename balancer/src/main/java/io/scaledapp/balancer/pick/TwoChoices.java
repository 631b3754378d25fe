package io.scaledapp.balancer.pick;

/**
 * Of two random endpoints, drawn by weight, the better one (Mitzenmacher, "The power of two choices
 * in randomized load balancing", 2001).
 */
abstract class TwoChoices implements Picker {
  private final Draws draws;

  TwoChoices(long seed) {
    draws = new Draws(seed);
  }

  /** Whether the second of two endpoints is better than the first. */
  abstract boolean isBetter(Candidates candidates, int second, int first);

  @Override
  public final int pick(Candidates candidates, int hash) {
    if (candidates.size() <= 1) {
      return candidates.size() - 1;
    }
    int first = draws.one(candidates);
    int second = draws.another(candidates, first);
    return isBetter(candidates, second, first) ? second : first;
  }
}
