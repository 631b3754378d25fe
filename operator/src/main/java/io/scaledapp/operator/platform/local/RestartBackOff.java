package io.scaledapp.operator.platform.local;

import java.time.Duration;

/**
 * How long a replica that crashed waits for its restart: not at all after the first crash, then
 * {@code initial}, and twice as long after each further one up to {@code longest}. Pure.
 *
 * <p>The kubelet's figures are 10 s, 5 min and 10 min; on a developer's machine a crash is mostly
 * followed by a fix, so the defaults here are shorter.
 *
 * @param initial wait after the second crash in a row
 * @param longest bound of the wait
 * @param reset a process that ran for so long begins a new row
 */
public record RestartBackOff(Duration initial, Duration longest, Duration reset) {

  public static final RestartBackOff DEFAULT =
      new RestartBackOff(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(60));

  /** 2 to this power times any useful initial wait is longer than any useful bound. */
  private static final int LAST_DOUBLING = 30;

  /**
   * The wait before the next start.
   *
   * @param crashes in a row, at least 1
   */
  public Duration delay(int crashes) {
    if (crashes <= 1) {
      return Duration.ZERO;
    }
    var delay = initial.multipliedBy(1L << Math.min(crashes - 2, LAST_DOUBLING));
    return delay.compareTo(longest) > 0 ? longest : delay;
  }

  /** The crashes in a row after one more. */
  int count(int crashesBefore, Duration ran) {
    return ran.compareTo(reset) >= 0 ? 1 : crashesBefore + 1;
  }
}
