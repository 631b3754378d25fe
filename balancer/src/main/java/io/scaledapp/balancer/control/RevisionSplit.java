package io.scaledapp.balancer.control;

/**
 * How an app's requests are divided between a revision that is on trial and all others. While there
 * is one, what each revision answers is measured, and reported as {@link RevisionLoad}.
 *
 * @param revision the one on trial
 * @param percent of requests that it gets, 0 to 100
 */
public record RevisionSplit(int revision, int percent) {

  public RevisionSplit {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(
          "percent of revision %d must be 0 to 100, but is %d".formatted(revision, percent));
    }
  }

  /** Whether both sides are to get requests. */
  public boolean isPartial() {
    return percent > 0 && percent < 100;
  }
}
