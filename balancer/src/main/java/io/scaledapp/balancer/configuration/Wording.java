package io.scaledapp.balancer.configuration;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says in plain words what Jackson found wrong with a field. */
final class Wording {
  private Wording() {}

  static String of(JsonMappingException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          "is unknown; known are " + list(unknown.getKnownPropertyIds());
      case InvalidFormatException invalid when invalid.getTargetType().isEnum() ->
          "must be one of " + list(Arrays.asList(invalid.getTargetType().getEnumConstants()));
      case InvalidFormatException invalid when invalid.getOriginalMessage().contains("must be a") ->
          invalid.getOriginalMessage().replaceFirst(".*(?=must be a)", "");
      case MismatchedInputException mismatched when mismatched.getTargetType() != null ->
          "must be " + kind(mismatched.getTargetType());
      default -> Objects.requireNonNullElse(failure.getOriginalMessage(), "cannot be read");
    };
  }

  private static String kind(Class<?> type) {
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    if (List.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type)
        ? "fields with values"
        : "something else";
  }

  private static String list(Collection<?> names) {
    return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }
}
