package io.scaledapp.balancer.configuration;

/**
 * A field's place in the file.
 *
 * @param pointer RFC 6901, by which its line is found
 * @param text as it is told, such as {@code listeners[0].port}
 */
record FieldPath(String pointer, String text) {
  static final FieldPath ROOT = new FieldPath("", "");

  FieldPath field(String name) {
    var escaped = name.replace("~", "~0").replace("/", "~1");
    return new FieldPath(pointer + "/" + escaped, text.isEmpty() ? name : text + "." + name);
  }

  FieldPath item(int index) {
    return new FieldPath(pointer + "/" + index, text + "[" + index + "]");
  }
}
