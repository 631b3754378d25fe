package io.scaledapp.balancer.trace;

/**
 * Reads the value of a Traceparent field where it stands (W3C Trace Context Level 2, section 3.2):
 * {@code 00-TRACE_ID-PARENT_ID-FLAGS}, in lower case. Of a later version only what this one knows
 * counts (section 3.2.4).
 */
public final class TraceParent {
  /** No such value: the sender is taken to have no trace. */
  public static final int INVALID = -1;

  /** The flag that says that the sender may have recorded the request. */
  public static final int SAMPLED = 1;

  /** The flag that says that the last 56 bits of the trace's id are random. */
  public static final int RANDOM = 1 << 1;

  public static final int TRACE_ID = 3;
  public static final int TRACE_ID_LENGTH = 32;
  public static final int PARENT_ID = TRACE_ID + TRACE_ID_LENGTH + 1;
  public static final int PARENT_ID_LENGTH = 16;

  private static final int FLAGS = PARENT_ID + PARENT_ID_LENGTH + 1;
  private static final int LENGTH = FLAGS + 2;
  private static final int UNUSABLE_VERSION = 0xff;

  private TraceParent() {}

  /**
   * The flags of the value from {@code start} to {@code end}, those that are known here, or {@link
   * #INVALID}. If it is valid, the ids stand at {@link #TRACE_ID} and {@link #PARENT_ID} in it.
   */
  public static int flags(byte[] bytes, int start, int end) {
    if (end - start < LENGTH
        || bytes[start + TRACE_ID - 1] != '-'
        || bytes[start + PARENT_ID - 1] != '-'
        || bytes[start + FLAGS - 1] != '-') {
      return INVALID;
    }
    int version = number(bytes, start);
    boolean isLonger = end - start > LENGTH;
    if (version < 0
        || version == UNUSABLE_VERSION
        || (isLonger && (version == 0 || bytes[start + LENGTH] != '-'))
        || !isId(bytes, start + TRACE_ID, TRACE_ID_LENGTH)
        || !isId(bytes, start + PARENT_ID, PARENT_ID_LENGTH)) {
      return INVALID;
    }
    int flags = number(bytes, start + FLAGS);
    return flags < 0 ? INVALID : flags & (SAMPLED | RANDOM);
  }

  /** Two digits; negative if one is none. */
  private static int number(byte[] bytes, int at) {
    return digit(bytes[at]) << 4 | digit(bytes[at + 1]);
  }

  /** Of which not all digits are zero. */
  private static boolean isId(byte[] bytes, int start, int length) {
    int all = 0;
    for (int at = start; at < start + length; at++) {
      all |= digit(bytes[at]);
    }
    return all > 0;
  }

  /** Negative if it is none; capital letters are none. */
  private static int digit(byte b) {
    if (b >= '0' && b <= '9') {
      return b - '0';
    }
    return b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
  }
}
