package io.scaledapp.operator.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** The JSON value of a YAML scalar. */
final class YamlScalars {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> TRUE = Set.of("true", "yes", "y", "on");
  private static final int LONGEST_NUMBER = 64;

  private YamlScalars() {}

  static JsonNode value(ScalarNode scalar) {
    var text = scalar.getValue();
    var tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT)) {
      return whole(text);
    }
    return tag.equals(Tag.FLOAT) ? fraction(text) : JSON.textNode(text);
  }

  /** What an explicit tag calls a number and is none stays text, which no numeric field takes. */
  private static JsonNode whole(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return JSON.textNode(text);
    }
    try {
      var value = new BigInteger(text.replaceFirst("^0[xo]", ""), radix(text));
      return number(value);
    } catch (NumberFormatException e) {
      return JSON.textNode(text);
    }
  }

  /** The smallest kind that takes it, as Jackson itself parses numbers. */
  private static JsonNode number(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return JSON.numberNode(value.intValueExact());
    }
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValueExact())
        : JSON.numberNode(value);
  }

  private static int radix(String text) {
    return text.startsWith("0x") ? 16 : text.startsWith("0o") ? 8 : 10;
  }

  /** JSON has no infinity and no NaN: they stay text, which no numeric field takes. */
  private static JsonNode fraction(String text) {
    try {
      var value = Double.parseDouble(text);
      return Double.isFinite(value) ? JSON.numberNode(value) : JSON.textNode(text);
    } catch (NumberFormatException e) {
      return JSON.textNode(text);
    }
  }
}
