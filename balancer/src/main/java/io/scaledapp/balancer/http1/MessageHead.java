package io.scaledapp.balancer.http1;

import static io.scaledapp.balancer.http1.Ascii.CR;
import static io.scaledapp.balancer.http1.Ascii.LF;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A start line and header fields, parsed while they arrive (RFC 9112 sections 2 to 5). The bytes
 * are copied in and looked at once; a field is four offsets into them, so a head allocates nothing
 * once its arrays have grown. Reusable after {@link #clear}, and not thread-safe.
 */
public abstract class MessageHead extends HeadBuffer {

  /** Where parsing stands. */
  public enum Progress {
    /** What came so far is right, and the end has not come. */
    INCOMPLETE,
    COMPLETE,
    /** {@link #refusal} says why. */
    REFUSED
  }

  /** Bytes taken at a time, so that a body that follows a small head is not copied with it. */
  private static final int STEP = 1024;

  /** Start of the first line that is not parsed yet. */
  int position;

  private final FieldName[] names;
  private final int[] nameStarts;
  private final int[] nameEnds;
  private final int[] valueStarts;
  private final int[] valueEnds;
  private int fieldCount;
  private boolean startLineDone;
  private @Nullable Refusal refusal;

  MessageHead(HeadLimits limits) {
    super(limits);
    names = new FieldName[limits.fields()];
    nameStarts = new int[limits.fields()];
    nameEnds = new int[limits.fields()];
    valueStarts = new int[limits.fields()];
    valueEnds = new int[limits.fields()];
  }

  /** Forgets the parsed message. */
  public void clear() {
    length = 0;
    position = 0;
    fieldCount = 0;
    startLineDone = false;
    refusal = null;
  }

  /**
   * Takes bytes up to the end of the head and parses them; bytes after the end stay in {@code in}.
   */
  public final Progress read(ByteBuf in) {
    while (in.isReadable()) {
      int step = Math.min(Math.min(in.readableBytes(), STEP), limits.head() - length);
      append(in, step);
      Progress progress = parse();
      if (progress == Progress.COMPLETE) {
        in.skipBytes(step - (length - position));
        length = position;
        return progress;
      }
      in.skipBytes(step);
      if (progress == Progress.REFUSED) {
        return progress;
      }
    }
    return Progress.INCOMPLETE;
  }

  /**
   * Why the head was refused.
   *
   * @throws IllegalStateException if it was not
   */
  public final Refusal refusal() {
    if (refusal == null) {
      throw new IllegalStateException("the head was not refused");
    }
    return refusal;
  }

  /** Whether the start line is whole and right. */
  public final boolean isStartLineRead() {
    return startLineDone;
  }

  public final int fieldCount() {
    return fieldCount;
  }

  public final FieldName name(int field) {
    return names[field];
  }

  /** The first field of the name, which is given in lower case, or -1. */
  public final int find(String name) {
    for (int field = 0; field < fieldCount; field++) {
      if (isNamed(field, name)) {
        return field;
      }
    }
    return -1;
  }

  /** Whether the field has the name, which is given in lower case. */
  public final boolean isNamed(int field, String lowerCase) {
    return Ascii.equalsIgnoreCase(bytes, nameStarts[field], nameEnds[field], lowerCase);
  }

  /** First byte of the field's line. */
  public final int nameStart(int field) {
    return nameStarts[field];
  }

  public final int nameEnd(int field) {
    return nameEnds[field];
  }

  public final int valueStart(int field) {
    return valueStarts[field];
  }

  /** End of the value without the white space after it. */
  public final int valueEnd(int field) {
    return valueEnds[field];
  }

  /** First byte after the field's line end. */
  public final int lineEnd(int field) {
    return field + 1 < fieldCount ? nameStarts[field + 1] : length - 2;
  }

  /** The field's name as it was sent, for rare cases. */
  public final String fieldName(int field) {
    return string(nameStarts[field], nameEnds[field]);
  }

  /** The field's value, for logs and rare cases. */
  public final String value(int field) {
    return string(valueStarts[field], valueEnds[field]);
  }

  /**
   * Parses the start line, which begins at {@link #position}, and moves {@link #position} behind
   * it, or leaves it where it is if the line is incomplete or refused.
   */
  abstract Progress parseStartLine();

  /** Told of a field with a known name, as soon as its line is whole. */
  abstract @Nullable Refusal field(FieldName name, int field);

  /** Checks what depends on several fields. */
  abstract @Nullable Refusal complete();

  /** What a head that is larger than the limits is refused with. */
  abstract Refusal tooLarge();

  final Progress refuse(@Nullable Refusal reason) {
    refusal = reason;
    return Progress.REFUSED;
  }

  final Progress refuse(String reason) {
    return refuse(Refusal.badRequest(reason));
  }

  private Progress parse() {
    if (!startLineDone) {
      Progress progress = parseStartLine();
      if (progress != Progress.COMPLETE) {
        return progress == Progress.INCOMPLETE && length == limits.head()
            ? refuse(tooLarge())
            : progress;
      }
      startLineDone = true;
    }
    Progress progress = parseFields();
    return progress == Progress.INCOMPLETE && length == limits.head()
        ? refuse(tooLarge())
        : progress;
  }

  private Progress parseFields() {
    while (true) {
      int at = position;
      if (at == length) {
        return Progress.INCOMPLETE;
      }
      if (bytes[at] == CR) {
        return parseEnd(at);
      }
      Progress progress = parseField(at);
      if (progress != Progress.COMPLETE) {
        return progress;
      }
    }
  }

  private Progress parseEnd(int at) {
    if (at + 1 == length) {
      return Progress.INCOMPLETE;
    }
    if (bytes[at + 1] != LF) {
      return refuse("a carriage return without a line feed");
    }
    position = at + 2;
    Refusal reason = complete();
    return reason == null ? Progress.COMPLETE : refuse(reason);
  }

  private Progress parseField(int start) {
    byte[] bytes = this.bytes;
    int end = length;
    int at = start;
    while (at < end && Ascii.isToken(bytes[at])) {
      at++;
    }
    if (at == end) {
      return Progress.INCOMPLETE;
    }
    if (bytes[at] != ':' || at == start) {
      return refuse(nameProblem(bytes[at], at == start));
    }
    int nameEnd = at++;
    while (at < end && Ascii.isBlank(bytes[at])) {
      at++;
    }
    int valueStart = at;
    while (at < end && Ascii.isFieldValue(bytes[at])) {
      at++;
    }
    if (at + 1 >= end) {
      return at == end || bytes[at] == CR ? Progress.INCOMPLETE : refuse(valueProblem(bytes[at]));
    }
    if (bytes[at] != CR || bytes[at + 1] != LF) {
      return refuse(valueProblem(bytes[at]));
    }
    position = at + 2;
    while (at > valueStart && Ascii.isBlank(bytes[at - 1])) {
      at--;
    }
    return add(start, nameEnd, valueStart, at);
  }

  private Progress add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    int field = fieldCount;
    if (field == names.length) {
      return refuse(tooLarge());
    }
    FieldName name = FieldName.of(bytes, nameStart, nameEnd);
    names[field] = name;
    nameStarts[field] = nameStart;
    nameEnds[field] = nameEnd;
    valueStarts[field] = valueStart;
    valueEnds[field] = valueEnd;
    fieldCount++;
    Refusal reason = name == FieldName.OTHER ? null : field(name, field);
    return reason == null ? Progress.COMPLETE : refuse(reason);
  }

  private static String nameProblem(byte b, boolean atLineStart) {
    if (b == LF) {
      return "a line feed without a carriage return";
    }
    if (Ascii.isBlank(b)) {
      return atLineStart ? "a folded header line" : "white space in or after a header name";
    }
    return "a header name that is empty or no token";
  }

  private static String valueProblem(byte b) {
    return switch (b) {
      case CR -> "a carriage return without a line feed";
      case LF -> "a line feed without a carriage return";
      default -> "a control character in a header value";
    };
  }
}
