package io.scaledapp.balancer.pick;

/** Endpoints side by side on a line, each as long as its weight. */
final class Shares {

  private Shares() {}

  /** The length of the line. */
  static long total(Candidates candidates) {
    long total = 0;
    for (int i = 0; i < candidates.size(); i++) {
      total += candidates.weight(i);
    }
    return total;
  }

  /**
   * The endpoint at a place of the line; its last one where the weights have changed since the line
   * was measured.
   *
   * @param before from 0 to {@link #total} - 1
   */
  static int at(Candidates candidates, long before) {
    int last = candidates.size() - 1;
    int index = 0;
    long left = before;
    while (index < last && left >= candidates.weight(index)) {
      left -= candidates.weight(index++);
    }
    return index;
  }
}
