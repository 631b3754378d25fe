package io.scaledapp.balancer.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import io.scaledapp.balancer.control.RequestRules.Field;
import io.scaledapp.balancer.control.RequestRules.HeaderEdits;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.MessageHead;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Header fields of an app that come and go on their way. Those of the names that are set or removed
 * are left out where a head is copied, and the new lines are bytes that are made once. Immutable.
 */
public final class HeaderEdit {
  private final String[] dropped;
  private final AsciiString[] names;
  private final AsciiString[] values;
  private final byte[] lines;

  /**
   * @throws IllegalArgumentException naming a field that may not be edited, or is none
   */
  HeaderEdit(HeaderEdits rule) {
    dropped =
        Stream.concat(rule.set().stream().map(Field::name), rule.remove().stream())
            .map(HeaderEdit::checkedName)
            .toArray(String[]::new);
    List<Field> added = Stream.concat(rule.set().stream(), rule.add().stream()).toList();
    names =
        added.stream()
            .map(field -> AsciiString.cached(checkedName(field.name())))
            .toArray(AsciiString[]::new);
    values =
        added.stream()
            .map(field -> AsciiString.cached(checkedValue(field)))
            .toArray(AsciiString[]::new);
    var text = new StringBuilder();
    added.forEach(
        field -> text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
    lines = text.toString().getBytes(US_ASCII);
  }

  /** In lower case. */
  private static String checkedName(String name) {
    byte[] bytes = name.getBytes(US_ASCII);
    // What is not ASCII became a question mark, which is in no token.
    boolean isToken = bytes.length > 0;
    for (byte b : bytes) {
      isToken &= Ascii.isToken(b);
    }
    var lowerCase = name.toLowerCase(Locale.ROOT);
    if (!isToken || !FieldName.mayBeEdited(lowerCase)) {
      throw new IllegalArgumentException("the header \"" + name + "\" may not be edited");
    }
    return lowerCase;
  }

  private static String checkedValue(Field field) {
    if (field.value().matches("[!-~]([ -~]*[!-~])?")) {
      return field.value();
    }
    throw new IllegalArgumentException(
        "the value of the header \""
            + field.name()
            + "\" is empty or holds what may not stand there");
  }

  /** Whether the field is left out. */
  public boolean drops(MessageHead head, int field) {
    for (String name : dropped) {
      if (head.isNamed(field, name)) {
        return true;
      }
    }
    return false;
  }

  /** Bytes that {@link #write} writes. */
  public int length() {
    return lines.length;
  }

  /** Writes the lines that come, each with CR LF. */
  public void write(ByteBuf out) {
    out.writeBytes(lines);
  }

  /** Tells the fields that come, with names in lower case. */
  public void forEach(BiConsumer<AsciiString, AsciiString> told) {
    for (int i = 0; i < names.length; i++) {
      told.accept(names[i], values[i]);
    }
  }
}
