package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.http1.RequestHead;
import org.jspecify.annotations.Nullable;

/** Finds the app that answers a request. Any thread. */
@FunctionalInterface
public interface AppFinder {

  /** The app, or null if there is none; neither keeps the head nor allocates. */
  @Nullable App find(RequestHead head);
}
