package io.scaledapp.operator.platform.kubernetes.cluster;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has the objects of the cluster share what many of them hold alike: words, and the lists and maps
 * without content that the model makes for each field that is absent. Those are more than half of
 * what an object takes. What is shared cannot be changed in place. Any thread, as long as nobody
 * else has seen the object.
 */
final class Sharing {

  private static final String MODEL = "io.fabric8.kubernetes.";

  /** Hardly two objects have the same. */
  private static final Set<String> UNIQUE = Set.of("resourceVersion", "creationTimestamp");

  /** What is equal, once; it goes when nobody holds it any more. */
  private static final Interner<Object> KNOWN = Interners.newWeakInterner();

  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          return fields(type).toArray(Field[]::new);
        }
      };

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  /** How a record is read, and made anew. */
  private record Shape(List<Method> accessors, Constructor<?> constructor) {
    static Shape of(Class<?> type) {
      var components = Arrays.asList(type.getRecordComponents());
      try {
        var types = components.stream().map(RecordComponent::getType).toArray(Class[]::new);
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        var accessors = components.stream().map(RecordComponent::getAccessor).toList();
        accessors.forEach(one -> one.setAccessible(true));
        return new Shape(accessors, constructor);
      } catch (NoSuchMethodException impossible) {
        throw new IllegalStateException("every record has this constructor", impossible);
      }
    }
  }

  private Sharing() {}

  /** Changes an object of the model in place, and all that is below it. */
  static void within(Object object) {
    try {
      for (var field : FIELDS.get(object.getClass())) {
        var value = field.get(object);
        var shared = shared(value);
        if (shared != value) {
          field.set(object, shared);
        }
      }
    } catch (ReflectiveOperationException closed) {
      throw new IllegalStateException("the model's fields were made accessible", closed);
    }
  }

  /** The one that was shown first of all that are equal; it must not change from now on. */
  @SuppressWarnings("unchecked") // What is equal is of one type.
  static <T> T equal(T value) {
    return (T) KNOWN.intern(value);
  }

  private static @Nullable Object shared(@Nullable Object value)
      throws ReflectiveOperationException {
    return switch (value) {
      case null -> null;
      case String word -> word.intern();
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      case Record ours -> record(ours);
      case PodTemplateSpec template -> {
        within(template);
        yield equal(template);
      }
      default -> {
        if (value.getClass().getName().startsWith(MODEL)) {
          within(value);
        }
        yield value;
      }
    };
  }

  private static List<?> list(List<?> list) throws ReflectiveOperationException {
    var shared = new @Nullable Object[list.size()];
    for (var index = 0; index < shared.length; index++) {
      shared[index] = shared(list.get(index));
    }
    return switch (shared.length) {
      case 0 -> Collections.emptyList();
      case 1 -> Collections.singletonList(shared[0]);
      default -> Arrays.asList(shared);
    };
  }

  private static Map<?, ?> map(Map<?, ?> map) throws ReflectiveOperationException {
    if (map.isEmpty()) {
      return Collections.emptyMap();
    }
    var shared = LinkedHashMap.<@Nullable Object, @Nullable Object>newLinkedHashMap(map.size());
    for (var entry : map.entrySet()) {
      shared.put(shared(entry.getKey()), shared(entry.getValue()));
    }
    return shared;
  }

  /** An equal one: its components cannot be replaced. */
  private static Object record(Record ours) throws ReflectiveOperationException {
    var shape = SHAPES.get(ours.getClass());
    var components = new @Nullable Object[shape.accessors().size()];
    for (var index = 0; index < components.length; index++) {
      components[index] = shared(shape.accessors().get(index).invoke(ours));
    }
    return shape.constructor().newInstance(components);
  }

  private static Stream<Field> fields(@Nullable Class<?> type) {
    if (type == null) {
      return Stream.empty();
    }
    var own =
        type.getName().startsWith(MODEL)
            ? Arrays.stream(type.getDeclaredFields()).filter(Sharing::canBeShared)
            : Stream.<Field>empty();
    return Stream.concat(own, fields(type.getSuperclass()))
        .peek(field -> field.setAccessible(true));
  }

  private static boolean canBeShared(Field field) {
    var modifiers = field.getModifiers();
    return !Modifier.isStatic(modifiers)
        && !Modifier.isFinal(modifiers)
        && !field.getType().isPrimitive()
        && !UNIQUE.contains(field.getName());
  }
}
