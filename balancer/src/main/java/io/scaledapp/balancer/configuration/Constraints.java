package io.scaledapp.balancer.configuration;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a file's records against what their annotations say. */
final class Constraints {
  private Constraints() {}

  /** Adds what is wrong with the fields of {@code fields} and of those below. */
  static void check(Record fields, FieldPath path, List<Problem> problems) {
    for (var component : fields.getClass().getRecordComponents()) {
      var field = path.field(component.getName());
      var value = value(component, fields);
      if (isAbsent(value) && component.isAnnotationPresent(Required.class)) {
        problems.add(new Problem(field, "is required"));
      }
      checkRange(component, value, field, problems);
      checkBelow(value, field, problems);
    }
  }

  private static void checkRange(
      RecordComponent component, @Nullable Object value, FieldPath field, List<Problem> problems) {
    var range = component.getAnnotation(Range.class);
    if (range != null
        && value instanceof Number number
        && !(number.doubleValue() >= range.min() && number.doubleValue() <= range.max())) {
      problems.add(
          new Problem(
              field, "must be %d to %d, but is %s".formatted(range.min(), range.max(), number)));
    }
  }

  private static void checkBelow(@Nullable Object value, FieldPath field, List<Problem> problems) {
    if (value instanceof Record below) {
      check(below, field, problems);
    } else if (value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        checkBelow(items.get(i), field.item(i), problems);
      }
    }
  }

  private static boolean isAbsent(@Nullable Object value) {
    return value == null
        || (value instanceof String text && text.isEmpty())
        || (value instanceof Collection<?> items && items.isEmpty());
  }

  static @Nullable Object value(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record of this package has no " + component, e);
    }
  }
}
