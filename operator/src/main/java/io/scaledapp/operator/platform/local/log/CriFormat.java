package io.scaledapp.operator.platform.local.log;

import io.scaledapp.operator.platform.local.log.LogLine.Stream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The lines of a log file, in the format that the kubelet's container runtimes write: {@code
 * 2026-01-01T00:00:00.123456Z stdout F text}, with P in place of F when the line goes on.
 *
 * @see <a
 *     href="https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md">CRI
 *     logging</a>
 */
final class CriFormat {
  private CriFormat() {}

  /** The line with its line end. */
  static String format(LogLine line) {
    return line.time()
        + (line.stream() == Stream.STDERR ? " stderr " : " stdout ")
        + (line.partial() ? "P " : "F ")
        + line.text()
        + "\n";
  }

  /** Reads a line without its line end; empty when it is damaged, as after a full disk. */
  static Optional<LogLine> parse(String app, String source, String line) {
    var parts = line.split(" ", 4);
    if (parts.length < 4) {
      return Optional.empty();
    }
    try {
      var time = Instant.parse(parts[0]);
      var stream = parts[1].equals("stderr") ? Stream.STDERR : Stream.STDOUT;
      return Optional.of(new LogLine(time, app, source, stream, parts[2].equals("P"), parts[3]));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
