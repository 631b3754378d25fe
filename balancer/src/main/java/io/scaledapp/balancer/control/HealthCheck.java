package io.scaledapp.balancer.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
 * @param grpc what is asked for with a call of gRPC in place of a GET; null if it is none. Holds
 *     where endpoints speak HTTP/2
 */
public record HealthCheck(
    String path, Duration interval, Duration timeout, int rise, int fall, @Nullable Grpc grpc) {

  /**
   * A call of {@code grpc.health.v1.Health/Check}, which has to be answered with SERVING.
   *
   * @param service whose health is asked for; empty for the server as a whole
   */
  public record Grpc(String service) {}

  /** HAProxy's numbers, with the time-out of a kubelet's probe. */
  public static final HealthCheck DEFAULT =
      new HealthCheck("", Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

  /** Without a call of gRPC. */
  public HealthCheck(String path, Duration interval, Duration timeout, int rise, int fall) {
    this(path, interval, timeout, rise, fall, null);
  }
}
