package io.scaledapp.operator.autoscaler;

import java.time.Instant;
import java.util.function.Predicate;

/**
 * A time at which an app has more replicas at least.
 *
 * @param name what decisions call it
 * @param on whether it is on at a time; asked each second, on any thread
 * @param min the fewest replicas while it is on, at least 1
 */
public record Schedule(String name, Predicate<Instant> on, int min) {

  /** The fewest replicas at a time; 0 while it is off. */
  int minAt(Instant time) {
    return on.test(time) ? min : 0;
  }
}
