package io.scaledapp.operator.cli;

import io.scaledapp.operator.app.model.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as ScaledApps write them, such as {@code 500ms}. */
final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    try {
      return Durations.parse(value, "it", Duration.ZERO);
    } catch (IllegalArgumentException none) {
      throw new TypeConversionException("'" + value + "' is no duration such as 30s or 500ms");
    }
  }
}
