package io.scaledapp.balancer.eventloop;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** A bounded store of objects of one event loop that are used again. */
public final class Reusables<T> {
  private static final int MAX_KEPT = 64;

  private final ArrayDeque<T> kept = new ArrayDeque<>();
  private final Supplier<T> factory;

  public Reusables(Supplier<T> factory) {
    this.factory = factory;
  }

  /** One that was given back last, so that it is still in the processor's cache, or a fresh one. */
  public T take() {
    T reused = kept.pollLast();
    return reused == null ? factory.get() : reused;
  }

  public void giveBack(T object) {
    if (kept.size() < MAX_KEPT) {
      kept.addLast(object);
    }
  }
}
