package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.http1.RequestHead;
import org.jspecify.annotations.Nullable;

/** Finds the app that answers a request. Any thread. */
@FunctionalInterface
public interface AppFinder {

  /** The app, or null if there is none; neither keeps the head nor allocates. */
  @Nullable App find(RequestHead head);

  /** Whether all connections are one app's, which is known before their first byte. */
  default boolean isOfOneApp() {
    return false;
  }

  /** That app; null if there is none, or it is not there. */
  default @Nullable App only() {
    return null;
  }
}
