package io.scaledapp.balancer.upstream;

/**
 * Told when the use of the slots of an app with a limit is worth telling. Called on any thread; it
 * must return at once.
 */
public interface SlotListener {

  /** A request waits for a slot. */
  void waits(App app);

  /** Slots that the balancer is to have no longer, or that were not counted before, are in use. */
  void exceeded(App app);

  /** A slot was taken, and the app was not watched; see {@link App#isStillWatched}. */
  void inUse(App app);
}
