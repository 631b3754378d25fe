package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Names what was probably meant by a word that is unknown. */
final class Suggestion {

  private static final int MOST_LISTED = 12;

  private Suggestion() {}

  /**
   * @param properties the fields that there are, by their names
   */
  static String unknownField(String name, JsonNode properties) {
    return nearest(name, properties)
        .map(known -> "is unknown; did you mean " + known + "?")
        .orElseGet(() -> "is unknown" + list(properties));
  }

  private static String list(JsonNode properties) {
    var names =
        StreamSupport.stream(((Iterable<String>) properties::fieldNames).spliterator(), false)
            .sorted()
            .collect(Collectors.joining(", "));
    return properties.isEmpty() || properties.size() > MOST_LISTED ? "" : "; known are " + names;
  }

  private static Optional<String> nearest(String name, JsonNode properties) {
    var most = Math.max(1, name.length() / 3);
    return StreamSupport.stream(((Iterable<String>) properties::fieldNames).spliterator(), false)
        .filter(known -> distance(name, known) <= most)
        .min(Comparator.comparingInt(known -> distance(name, known)));
  }

  /**
   * Edits that make one word the other: a letter put in, left out or replaced (V. I. Levenshtein,
   * 1966). Case does not count.
   */
  static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    var above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        var replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
