package io.scaledapp.balancer.trace.otlp;

import io.scaledapp.balancer.program.SampledLog;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Header fields of export requests, in a file with lines {@code Name: value}. It is read for each
 * request, so that a Secret that changes is taken; while it cannot be used, what it said before
 * stays. No message has a value. Any thread.
 */
final class HeadersFile implements Supplier<Map<String, String>> {
  private static final Logger log = LoggerFactory.getLogger(HeadersFile.class);
  private static final long MAX_BYTES = 64 * 1024;
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\x21-\\x7e](?:[\\t\\x20-\\x7e]*))");

  /** Those that the HTTP client writes by itself. */
  private static final Set<String> RESERVED =
      Set.of("connection", "content-length", "content-type", "expect", "host", "upgrade");

  private final Path path;
  private final SampledLog failures;
  private volatile Map<String, String> latest;

  private HeadersFile(Path path, LongSupplier nanoTime, Map<String, String> latest) {
    this.path = path;
    this.latest = latest;
    failures = new SampledLog(nanoTime, Duration.ofMinutes(1));
  }

  /**
   * Reads the file for the first time.
   *
   * @param nanoTime monotonic nanoseconds; any thread
   * @throws IOException if it cannot be used, with file, line and reason
   */
  static HeadersFile open(Path path, LongSupplier nanoTime) throws IOException {
    return new HeadersFile(path, nanoTime, read(path));
  }

  @Override
  public Map<String, String> get() {
    try {
      latest = read(path);
    } catch (IOException e) {
      failures.happened(
          untold ->
              log.atWarn()
                  .addKeyValue("reason", e.getMessage())
                  .log("headers for the collector stay as they were"));
    }
    return latest;
  }

  private static Map<String, String> read(Path path) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    int number = 0;
    for (String line : text(path).lines().toList()) {
      number++;
      if (!line.isBlank()) {
        var parts = LINE.matcher(line.strip());
        if (!parts.matches()) {
          throw new IOException(path + ":" + number + ": must be a line such as Name: value");
        }
        if (RESERVED.contains(parts.group(1).toLowerCase(Locale.ROOT))) {
          throw new IOException(path + ":" + number + ": " + parts.group(1) + " cannot be set");
        }
        headers.put(parts.group(1), parts.group(2));
      }
    }
    return Map.copyOf(headers);
  }

  private static String text(Path path) throws IOException {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException(path + ": is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new IOException(path + ": is not there", e);
    } catch (CharacterCodingException e) {
      throw new IOException(path + ": is not UTF-8", e);
    }
  }
}
