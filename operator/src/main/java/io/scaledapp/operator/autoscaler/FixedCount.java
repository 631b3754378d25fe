package io.scaledapp.operator.autoscaler;

/**
 * A count that no load changes.
 *
 * @param count 0 or more
 * @param by the field that fixes it, for a person
 */
public record FixedCount(int count, String by) {

  public FixedCount {
    if (count < 0) {
      throw new IllegalArgumentException("impossible scaling policy: replicas " + count);
    }
  }

  /** Why there are so many, for a person. */
  public String reason() {
    return "fixed by " + by;
  }
}
