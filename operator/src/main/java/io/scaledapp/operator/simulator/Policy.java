package io.scaledapp.operator.simulator;

/** A way to decide on counts, with a memory of what it saw. For one run, in one thread. */
public interface Policy {

  /**
   * The count from here on, called after each second.
   *
   * @return replicas, kept within the world's bounds by the caller
   */
  int decide(Moment moment);

  /** How its platform takes replicas away. */
  Removal removal();
}
