package io.scaledapp.balancer.control;

import java.time.Duration;

/**
 * How a balancer itself finds out which endpoints work. A new endpoint takes requests until its
 * first check, which decides alone (HAProxy's {@code init-state up}).
 *
 * @param path what is asked for with GET, which has to be answered with 2xx or 3xx; empty if it is
 *     enough that a connection opens
 * @param interval from the end of a check to the next, give or take a tenth
 * @param timeout of one check, from its beginning to the answer's head
 * @param rise checks in a row that bring an endpoint back, at least 1
 * @param fall failed checks in a row that take it out, at least 1
 */
public record HealthCheck(String path, Duration interval, Duration timeout, int rise, int fall) {

  /** HAProxy's numbers, with the time-out of a kubelet's probe. */
  public static final HealthCheck DEFAULT =
      new HealthCheck("", Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);
}
