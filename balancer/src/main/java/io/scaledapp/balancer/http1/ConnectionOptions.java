package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** What a message's {@code Connection} fields say (RFC 9110 section 7.6.1). Reusable. */
final class ConnectionOptions {
  private static final int MAX_NOMINATED = 16;
  private static final byte[] CLOSE = "close".getBytes(US_ASCII);

  boolean close;
  boolean keepAlive;
  boolean upgrade;

  private final int[] nominated = new int[2 * MAX_NOMINATED];
  private int nominatedCount;

  void clear() {
    close = false;
    keepAlive = false;
    upgrade = false;
    nominatedCount = 0;
  }

  @Nullable Refusal add(byte[] bytes, int start, int end) {
    for (int at = start; at < end; ) {
      int elementEnd = ListElements.end(bytes, at, end);
      int first = ListElements.trimStart(bytes, at, elementEnd);
      int last = ListElements.trimEnd(bytes, first, elementEnd);
      if (first < last) {
        Refusal refusal = option(bytes, first, last);
        if (refusal != null) {
          return refusal;
        }
      }
      at = elementEnd + 1;
    }
    return null;
  }

  /** Whether fields were nominated that the balancer does not strip in any case. */
  boolean nominatesAny() {
    return nominatedCount > 0;
  }

  /**
   * Whether {@code Connection} names the field whose name stands from {@code start} to {@code end}.
   */
  boolean nominates(byte[] bytes, int start, int end) {
    for (int i = 0; i < nominatedCount; i++) {
      int from = nominated[2 * i];
      if (Ascii.equalsIgnoreCase(bytes, start, end, from, nominated[2 * i + 1])) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Refusal option(byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      if (!Ascii.isToken(bytes[at])) {
        return Refusal.badRequest("a Connection option that is no token");
      }
    }
    if (Ascii.equalsIgnoreCase(bytes, start, end, CLOSE)) {
      close = true;
      return null;
    }
    FieldName name = FieldName.of(bytes, start, end);
    return switch (name.role()) {
      case HOP_BY_HOP -> {
        keepAlive |= name == FieldName.KEEP_ALIVE;
        upgrade |= name == FieldName.UPGRADE;
        yield null;
      }
      case GUARDED, FORWARDED ->
          Refusal.badRequest("a Connection option that names a field of the whole path");
      case END_TO_END -> nominate(start, end);
    };
  }

  private @Nullable Refusal nominate(int start, int end) {
    if (nominatedCount == MAX_NOMINATED) {
      return Refusal.badRequest("more than " + MAX_NOMINATED + " Connection options");
    }
    nominated[2 * nominatedCount] = start;
    nominated[2 * nominatedCount + 1] = end;
    nominatedCount++;
    return null;
  }
}
