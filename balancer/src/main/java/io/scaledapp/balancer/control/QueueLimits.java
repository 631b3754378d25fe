package io.scaledapp.balancer.control;

import java.time.Duration;

/**
 * The bounded queue of an app, over all event loops.
 *
 * @param maxRequests requests that may wait at once; one more gets 503 at once
 * @param timeout longest wait; after it the request gets 503 with Retry-After
 */
public record QueueLimits(int maxRequests, Duration timeout) {

  public static final QueueLimits DEFAULT = new QueueLimits(1_000, Duration.ofSeconds(30));
}
