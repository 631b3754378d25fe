package io.scaledapp.operator.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The requests of an access log in the common or the combined format, by the second of each. */
public final class AccessLogFile {

  /** {@code host ident user [10/Oct/2000:13:55:36 -0700] "…}; what follows is not looked at. */
  private static final Pattern LINE = Pattern.compile("^\\S+ \\S+ .*?\\[([^\\]]{20,32})\\] \"");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private AccessLogFile() {}

  /**
   * Reads a file, compressed with gzip or not. Lines need not be in order: a log is written when
   * requests end.
   *
   * @throws TraceFormatException when a line is of another format, or there is none
   * @throws IOException when it cannot be read
   */
  public static Trace read(Path file) throws IOException {
    var seconds = LongStream.builder();
    var count = 0;
    try (var lines = TraceFile.lines(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        count++;
        seconds.add(second(line, file, count));
      }
    }
    if (count == 0) {
      throw new TraceFormatException(file + ": is empty; a line for each request is needed");
    }
    return trace(seconds.build().toArray(), file);
  }

  private static long second(String line, Path file, int number) {
    var parts = LINE.matcher(line);
    try {
      if (parts.find()) {
        return TIME.parse(parts.group(1)).getLong(ChronoField.INSTANT_SECONDS);
      }
    } catch (DateTimeException none) {
      throw unreadable(line, file, number);
    }
    throw unreadable(line, file, number);
  }

  private static TraceFormatException unreadable(String line, Path file, int number) {
    return new TraceFormatException(
        "%s:%d: '%s' is no line of the combined format, such as 192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 5"
            .formatted(file, number, TraceFile.excerpt(line)));
  }

  private static Trace trace(long[] seconds, Path file) {
    var first = Arrays.stream(seconds).min().orElseThrow();
    var last = Arrays.stream(seconds).max().orElseThrow();
    if (last - first >= TraceFile.MOST_SECONDS) {
      throw new TraceFormatException(
          file + ": its requests are more than " + TraceFile.MOST_SECONDS + " s apart");
    }
    var arrivals = new int[(int) (last - first + 1)];
    for (var second : seconds) {
      arrivals[(int) (second - first)]++;
    }
    return new Trace(arrivals);
  }
}
