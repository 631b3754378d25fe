package io.scaledapp.operator.app.plan;

/**
 * What a failed rollout is called, and how its owner tries again, where the app runs.
 *
 * @param unprepared one CamelCase word: the revision could not be made startable
 * @param mend for a person, as the end of a sentence
 */
public record RolloutWords(String unprepared, String mend) {

  public static final RolloutWords LOCAL =
      new RolloutWords("BuildFailed", "save the file or reload to try again");

  public static final RolloutWords CLUSTER =
      new RolloutWords("RevisionRefused", "change spec.template to try again");
}
