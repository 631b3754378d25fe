package io.scaledapp.operator.platform.local.log;

import java.time.Instant;

/**
 * A line that a process printed.
 *
 * @param time when it was read
 * @param app the bare name of the app
 * @param source who printed it, such as {@code express-hello-0}, {@code express-hello build} or
 *     {@code express-hello job-cleanup}
 * @param stream to which of its outputs
 * @param partial whether the line goes on in the next one of this stream
 * @param text without the line end
 */
public record LogLine(
    Instant time, String app, String source, Stream stream, boolean partial, String text) {

  /** The outputs of a process. */
  public enum Stream {
    STDOUT,
    STDERR
  }

  /** The line as the merged stream shows it: {@code SOURCE | TEXT}. */
  public String prefixed() {
    return source + " | " + text;
  }
}
