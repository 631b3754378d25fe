package io.scaledapp.balancer.eventloop;

import java.util.ArrayDeque;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A bounded store of objects of one event loop that are used again. */
public final class Reusables<T> {
  private static final int MAX_KEPT = 64;

  private final ArrayDeque<T> kept = new ArrayDeque<>();
  private final Supplier<T> factory;
  private final Predicate<T> fits;

  /**
   * @param factory makes one where none is kept
   * @param fits whether one that is given back may be used again
   */
  public Reusables(Supplier<T> factory, Predicate<T> fits) {
    this.factory = factory;
    this.fits = fits;
  }

  /** One that was given back last, so that it is still in the processor's cache, or a fresh one. */
  public T take() {
    T reused = kept.pollLast();
    return reused == null ? factory.get() : reused;
  }

  public void giveBack(T object) {
    if (kept.size() < MAX_KEPT && fits.test(object)) {
      kept.addLast(object);
    }
  }
}
