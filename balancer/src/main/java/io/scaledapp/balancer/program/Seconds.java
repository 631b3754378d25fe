package io.scaledapp.balancer.program;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 30s}, {@code 1m30s} or {@code 0.5s}. */
public final class Seconds implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      var duration = Duration.parse("PT" + text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Told below, as a negative one is.
    }
    throw new TypeConversionException("'" + text + "' is no duration such as 30s or 1m30s");
  }
}
