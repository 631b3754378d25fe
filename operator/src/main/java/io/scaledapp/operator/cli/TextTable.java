package io.scaledapp.operator.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Rows of cells as text, in columns as wide as their widest cell. */
final class TextTable {

  private TextTable() {}

  /**
   * Lays a table out.
   *
   * @param rows the header first; each has as many cells as it
   */
  static String layOut(List<List<String>> rows) {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (var column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (var column = 0; column < widths.length; column++) {
        line.repeat(' ', column == 0 ? 0 : 2).append(row.get(column));
        line.repeat(' ', widths[column] - row.get(column).length());
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /**
   * Cuts each line, and marks those that were cut.
   *
   * @param width in characters, at least 1
   */
  static String cut(String text, int width) {
    return text.lines()
        .map(line -> line.length() <= width ? line : line.substring(0, width - 1) + "…")
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
