package io.scaledapp.balancer.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code 30s}, {@code 1m30s} or {@code 500ms}, as a ScaledApp's durations are. */
final class Durations extends StdScalarDeserializer<Duration> {
  private static final long serialVersionUID = 1L;
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("([0-9]{1,9}(ms|s|m|h)){1,4}");

  Durations() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    var text = parser.getValueAsString("");
    var total = WHOLE.matcher(text).matches() ? sum(text) : Duration.ZERO;
    if (total.isPositive() && total.compareTo(LONGEST) <= 0) {
      return total;
    }
    throw context.weirdStringException(
        text, Duration.class, "must be a duration such as 30s or 500ms, of at most 24h");
  }

  private static Duration sum(String text) {
    var total = Duration.ZERO;
    for (var part = PART.matcher(text); part.find(); ) {
      long count = Long.parseLong(part.group(1));
      total =
          total.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
              });
    }
    return total;
  }

  /** As a user writes it. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0
        ? duration.toString().substring(2).toLowerCase(Locale.ROOT)
        : millis + "ms";
  }
}
