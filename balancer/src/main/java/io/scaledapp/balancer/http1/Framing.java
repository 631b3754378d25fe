package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * What {@code Content-Length} and {@code Transfer-Encoding} say of a message's length (RFC 9112
 * section 6). Stricter than the RFC: a second field of either is refused even if both agree, since
 * two readers might take different ones. Reusable.
 */
final class Framing {
  /** Value of {@link #contentLength} without the field. */
  static final long NONE = -1;

  private static final byte[] CHUNKED = "chunked".getBytes(US_ASCII);
  private static final Refusal NOT_CHUNKED_LAST =
      new Refusal(Cause.CODING_NOT_SERVED, "a transfer coding other than a single chunked");
  private static final int MAX_LENGTH_DIGITS = 18;

  long contentLength = NONE;
  boolean chunked;

  void clear() {
    contentLength = NONE;
    chunked = false;
  }

  @Nullable Refusal addContentLength(byte[] bytes, int start, int end) {
    if (contentLength != NONE) {
      return Refusal.badRequest("a second Content-Length");
    }
    if (start == end || end - start > MAX_LENGTH_DIGITS) {
      return Refusal.badRequest("a Content-Length that is empty or too large");
    }
    long value = 0;
    for (int at = start; at < end; at++) {
      if (!Ascii.isDigit(bytes[at])) {
        return Refusal.badRequest("a Content-Length that is no decimal number");
      }
      value = 10 * value + (bytes[at] - '0');
    }
    contentLength = value;
    return null;
  }

  @Nullable Refusal addTransferEncoding(byte[] bytes, int start, int end) {
    if (chunked) {
      return Refusal.badRequest("a second Transfer-Encoding");
    }
    if (!Ascii.equalsIgnoreCase(bytes, start, end, CHUNKED)) {
      return NOT_CHUNKED_LAST;
    }
    chunked = true;
    return null;
  }

  /** Checks the fields against each other and the version (RFC 9112 section 6.1). */
  @Nullable Refusal check(int minorVersion) {
    if (chunked && contentLength != NONE) {
      return Refusal.badRequest("Content-Length together with Transfer-Encoding");
    }
    if (chunked && minorVersion == 0) {
      return Refusal.badRequest("Transfer-Encoding in an HTTP/1.0 message");
    }
    return null;
  }
}
