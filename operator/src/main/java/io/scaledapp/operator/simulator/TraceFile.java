package io.scaledapp.operator.simulator;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** A trace in a file: one whole number a line, the requests of that second. */
public final class TraceFile {

  /** A year of seconds. */
  static final int MOST_SECONDS = 366 * 86_400;

  private static final int MOST_REQUESTS = 10_000_000;

  private TraceFile() {}

  /**
   * Reads a file, compressed with gzip or not, whatever its name.
   *
   * @throws TraceFormatException when a line is no number of requests, or there is none
   * @throws IOException when it cannot be read
   */
  public static Trace read(Path file) throws IOException {
    var arrivals = IntStream.builder();
    var seconds = 0;
    try (var lines = lines(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (seconds == MOST_SECONDS) {
          throw new TraceFormatException(file + ": has more than " + MOST_SECONDS + " lines");
        }
        seconds++;
        arrivals.add(requests(line.strip(), file, seconds));
      }
    }
    if (seconds == 0) {
      throw new TraceFormatException(
          file + ": is empty; one number a line is needed, the requests of that second");
    }
    return new Trace(arrivals.build().toArray());
  }

  private static int requests(String text, Path file, int line) {
    var place = file + ":" + line + ": ";
    if (text.isEmpty()) {
      throw new TraceFormatException(
          place + "a line is missing its number; a second without requests is 0");
    }
    int value;
    try {
      value = Integer.parseInt(text);
    } catch (NumberFormatException none) {
      throw new TraceFormatException(
          place + "'" + excerpt(text) + "' is not a whole number of requests");
    }
    if (value < 0 || value > MOST_REQUESTS) {
      throw new TraceFormatException(
          place + value + " requests in a second are not between 0 and " + MOST_REQUESTS);
    }
    return value;
  }

  /** Opens text that may be compressed. */
  static BufferedReader lines(Path file) throws IOException {
    var raw = new BufferedInputStream(Files.newInputStream(file));
    try {
      return new BufferedReader(
          new InputStreamReader(uncompressed(raw), StandardCharsets.ISO_8859_1));
    } catch (IOException broken) {
      raw.close();
      throw broken;
    }
  }

  private static InputStream uncompressed(InputStream raw) throws IOException {
    raw.mark(2);
    var compressed = raw.read() == 0x1f && raw.read() == 0x8b;
    raw.reset();
    return compressed ? new GZIPInputStream(raw) : raw;
  }

  static String excerpt(String text) {
    var printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
  }
}
