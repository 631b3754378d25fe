package io.scaledapp.operator.manifest;

/**
 * Something to mend in a file, or worth knowing about it.
 *
 * @param file the file as it was named to the reader
 * @param line from 1; 0 when it is about the whole file
 * @param column from 1; 0 when it is about the whole file
 * @param field such as {@code spec.scaling.minReplicas}; empty when it is about no field
 * @param message what is wrong and what would be right, for a person
 */
public record Problem(String file, int line, int column, String field, String message) {

  static Problem ofFile(String file, String message) {
    return new Problem(file, 0, 0, "", message);
  }

  /** {@code file:line: field: message}, without the parts that are unknown. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (field.isEmpty() ? "" : field + ": ")
        + message;
  }
}
