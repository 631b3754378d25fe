package io.scaledapp.balancer.accesslog;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How requests are logged.
 *
 * @param file is appended to, and made if it is not there; none: the standard output
 * @param query whether queries are logged too
 */
public record AccessLogOptions(Format format, Optional<Path> file, boolean query) {

  /** What a line is. */
  public enum Format {
    /** An object. */
    JSON,
    /** That of Apache and nginx which has this name. */
    COMBINED
  }
}
