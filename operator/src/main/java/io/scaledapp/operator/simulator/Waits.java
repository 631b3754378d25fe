package io.scaledapp.operator.simulator;

/** How long requests waited for a place. */
final class Waits {

  private final int stepsASecond;
  private final long[] requests;
  private long total;

  /**
   * Of none.
   *
   * @param longest in steps; what waits longer counts as that long
   */
  Waits(int stepsASecond, int longest) {
    this.stepsASecond = stepsASecond;
    this.requests = new long[longest + 2];
  }

  void add(long steps, int count) {
    requests[(int) Math.min(steps, requests.length - 1)] += count;
    total += count;
  }

  long overASecond() {
    var over = 0L;
    for (var steps = stepsASecond + 1; steps < requests.length; steps++) {
      over += requests[steps];
    }
    return over;
  }

  /** The wait that a share of all did not exceed, in milliseconds; 0 when there was none. */
  long quantileMillis(double share) {
    var wanted = (long) Math.ceil(total * share);
    var seen = 0L;
    for (var steps = 0; steps < requests.length; steps++) {
      seen += requests[steps];
      if (seen >= wanted) {
        return steps * 1_000L / stepsASecond;
      }
    }
    return 0;
  }
}
