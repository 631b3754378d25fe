package io.scaledapp.operator.autoscaler;

/**
 * How many replicas there should be.
 *
 * @param desired the count
 * @param previous the count before
 * @param reason in words, with the numbers, such as {@code 3 → 5: 412 open connections on average
 *     over 60 s, target 100 each}
 * @param limit what kept the count from what the load asks for
 * @param loadKnown whether every balancer's load was known over the stable window
 * @param next to be handed to the next decision
 */
public record Decision(
    int desired,
    int previous,
    String reason,
    Limit limit,
    boolean loadKnown,
    AutoscalerState next) {

  /** What kept the count from what the load asks for. */
  public enum Limit {
    NONE,
    /** The count is fixed; load plays no part. */
    FIXED,
    MIN_REPLICAS,
    MAX_REPLICAS,
    SCALE_UP_RULES,
    SCALE_DOWN_RULES,
    /** A decrease waits until the load of the hold's window does not ask for as many. */
    RECENT_NEED,
    /** A decrease waits for the end of a panic. */
    PANIC,
    /** A decrease waits until the whole window's load is known. */
    LOAD_UNKNOWN
  }

  public boolean isChange() {
    return desired != previous;
  }
}
