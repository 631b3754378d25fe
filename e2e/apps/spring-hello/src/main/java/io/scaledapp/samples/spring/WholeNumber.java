package io.scaledapp.samples.spring;

/** Reads a query parameter as a whole number within bounds. */
final class WholeNumber {

  private WholeNumber() {}

  /**
   * @throws IllegalArgumentException if the text is no whole number from {@code min} to {@code max}
   */
  static int parse(String name, String text, int min, int max) {
    if (text.matches("\\d{1,9}")) {
      var number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "%s must be a whole number from %d to %d".formatted(name, min, max));
  }
}
