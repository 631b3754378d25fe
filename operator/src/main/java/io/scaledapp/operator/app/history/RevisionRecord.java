package io.scaledapp.operator.app.history;

import io.scaledapp.operator.app.model.RevisionTemplate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A revision whose rollout has ended.
 *
 * @param number from 1, rising
 * @param at when it ended
 * @param cause why it was begun
 * @param outcome {@link #COMPLETED}, or in one CamelCase word why it was given up
 * @param message more about its outcome or its cause for a person; null for nothing
 * @param template what its replicas are made from
 */
public record RevisionRecord(
    int number,
    Instant at,
    Cause cause,
    String outcome,
    @Nullable String message,
    RevisionTemplate template) {

  /** The outcome of a revision that took the place of the one before. */
  public static final String COMPLETED = "Completed";

  /** Whether it took the place of the one before. */
  public boolean isCompleted() {
    return outcome.equals(COMPLETED);
  }

  /** Whether a rollout from one to the other would change nothing but the processes. */
  boolean isLike(String digest) {
    return template.digest().equals(digest);
  }
}
