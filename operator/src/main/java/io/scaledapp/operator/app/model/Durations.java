package io.scaledapp.operator.app.model;

import java.text.ParseException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as the API writes them, such as {@code 1h30m} or {@code 500ms}. */
public final class Durations {

  /** The schema's own pattern: the parser would take {@code 1.5h} for five hours. */
  private static final Pattern DURATION = Pattern.compile("([0-9]+(ms|s|m|h))+");

  private Durations() {}

  /**
   * The duration, or the default when {@code text} is absent.
   *
   * @throws IllegalArgumentException if it is none, naming the field
   */
  public static Duration parse(@Nullable String text, String field, Duration absent) {
    if (text == null) {
      return absent;
    }
    try {
      if (DURATION.matcher(text).matches()) {
        return io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
      }
    } catch (ParseException | ArithmeticException | NumberFormatException tooLarge) {
      throw new IllegalArgumentException(invalid(text, field), tooLarge);
    }
    throw new IllegalArgumentException(invalid(text, field));
  }

  private static String invalid(String text, String field) {
    return field + ": \"" + text + "\" is no duration such as 30s, 500ms or 1h30m";
  }
}
