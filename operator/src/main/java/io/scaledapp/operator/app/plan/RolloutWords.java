package io.scaledapp.operator.app.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * What a failed rollout is called, and how it is tried again, where the app runs.
 *
 * @param unprepared one CamelCase word: the revision could not be made startable
 * @param mend for a person, as the end of a sentence: how its owner tries again
 * @param tryAgain the time after which a revision that could not be made startable is tried again
 *     as it is; zero: never
 */
public record RolloutWords(String unprepared, String mend, Duration tryAgain) {

  /** A build in vain costs as much as one that succeeds. */
  public static final RolloutWords LOCAL =
      new RolloutWords("BuildFailed", "save the file or reload to try again", Duration.ZERO);

  /** What refuses it, such as a quota, may give way without a change of the app. */
  public static final RolloutWords CLUSTER =
      new RolloutWords(
          "RevisionRefused", "change spec.template to try again", Duration.ofSeconds(30));

  /** Whether it is time to try again what was tried in vain. */
  public boolean isDue(Instant triedAt, Instant now) {
    return !tryAgain.isZero() && !triedAt.plus(tryAgain).isAfter(now);
  }
}
