package io.scaledapp.operator.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The way from the root of a document to a field: names (String) and places in lists (Integer). */
record FieldPath(List<Object> segments) {

  static final FieldPath ROOT = new FieldPath(List.of());

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  FieldPath {
    segments = List.copyOf(segments);
  }

  /** Names alone, such as {@code of("spec", "port")}. */
  static FieldPath of(String... names) {
    return new FieldPath(List.of((Object[]) names));
  }

  FieldPath field(String name) {
    return with(name);
  }

  FieldPath item(int index) {
    return with(index);
  }

  private FieldPath with(Object segment) {
    var longer = new ArrayList<>(segments);
    longer.add(segment);
    return new FieldPath(longer);
  }

  boolean isRoot() {
    return segments.isEmpty();
  }

  /** The name of the field itself, or its place in a list; empty for the root. */
  String last() {
    return isRoot() ? "" : String.valueOf(segments.getLast());
  }

  /** The root is its own parent. */
  FieldPath parent() {
    return isRoot() ? this : new FieldPath(segments.subList(0, segments.size() - 1));
  }

  /** As Kubernetes writes it: {@code spec.hosts[2]}, {@code metadata.labels[example.com/tier]}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var segment : segments) {
      if (segment instanceof String name && PLAIN_NAME.matcher(name).matches()) {
        text.append(text.isEmpty() ? "" : ".").append(name);
      } else {
        text.append('[').append(segment).append(']');
      }
    }
    return text.toString();
  }
}
