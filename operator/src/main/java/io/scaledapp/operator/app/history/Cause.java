package io.scaledapp.operator.app.history;

import java.util.Arrays;

/** Why a revision was begun. */
public enum Cause {
  /** The app was begun, with what its source said. */
  STARTED("Started"),
  TEMPLATE_CHANGED("TemplateChanged"),
  RELOAD("Reload"),
  ROLLBACK("Rollback"),
  /** The revision before had failed, and its template was applied again. */
  RETRY("Retry");

  private final String word;

  Cause(String word) {
    this.word = word;
  }

  /** CamelCase, as it is shown and kept. */
  public String word() {
    return word;
  }

  /**
   * The cause of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Cause of(String word) {
    return Arrays.stream(values())
        .filter(one -> one.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such cause: " + word));
  }
}
