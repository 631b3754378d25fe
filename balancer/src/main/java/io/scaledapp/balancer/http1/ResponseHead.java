package io.scaledapp.balancer.http1;

import static io.scaledapp.balancer.http1.Ascii.CR;
import static io.scaledapp.balancer.http1.Ascii.LF;
import static io.scaledapp.balancer.http1.Ascii.SP;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A response head: status line and header fields. Every offset is into {@link #bytes}. */
public final class ResponseHead extends MessageHead {
  /** Value of {@link #idleSeconds} when the replica does not say. */
  public static final int UNKNOWN = -1;

  private static final byte[] VERSION_PREFIX = "HTTP/1.".getBytes(US_ASCII);
  private static final byte[] TIMEOUT = "timeout=".getBytes(US_ASCII);

  /** {@code HTTP/1.1 200}. */
  private static final int STATUS_END = 12;

  private static final int MAX_IDLE_DIGITS = 6;

  private final Framing framing = new Framing();
  private final ConnectionOptions connection = new ConnectionOptions();
  private int minorVersion;
  private int status;
  private int statusLineEnd;
  private int upgradeField;
  private int idleSeconds;

  public ResponseHead(HeadLimits limits) {
    super(limits);
    reset();
  }

  @Override
  public void clear() {
    super.clear();
    reset();
  }

  private void reset() {
    framing.clear();
    connection.clear();
    upgradeField = -1;
    idleSeconds = UNKNOWN;
  }

  /** 100 to 599. */
  public int status() {
    return status;
  }

  /** Whether another response to the same request follows. */
  public boolean isInterim() {
    return status < 200;
  }

  /** First byte after the status line's line end. */
  public int statusLineEnd() {
    return statusLineEnd;
  }

  public boolean chunked() {
    return framing.chunked;
  }

  /** Value of Content-Length, or -1 without one. */
  public long contentLength() {
    return framing.contentLength;
  }

  /** Index of the Upgrade field if {@code Connection} nominates it, or -1. */
  public int upgradeField() {
    return connection.upgrade ? upgradeField : -1;
  }

  /** Whether the replica keeps the connection open after this response. */
  public boolean keepAlive() {
    return minorVersion > 0 && !connection.close;
  }

  /**
   * How long the replica keeps an idle connection, by its Keep-Alive field, or {@link #UNKNOWN}.
   */
  public int idleSeconds() {
    return idleSeconds;
  }

  /**
   * Whether the response to a request with the given method has a body (RFC 9110 section 6.4.1).
   */
  public boolean hasBody(Method method) {
    return method != Method.HEAD && status >= 200 && status != 204 && status != 304;
  }

  /** Whether the field passes to the client as it is. */
  public boolean isEndToEnd(int field) {
    FieldName name = name(field);
    return switch (name.role()) {
      // RFC 9110 section 15.5.22: 426 without Upgrade says nothing.
      case HOP_BY_HOP -> name == FieldName.UPGRADE && status == 426;
      case GUARDED -> !isFraming(name) || mayHaveFraming();
      case FORWARDED, END_TO_END ->
          !connection.nominatesAny()
              || !connection.nominates(bytes, nameStart(field), nameEnd(field));
    };
  }

  /** RFC 9110 section 8.6 and RFC 9112 section 6.1: none in 1xx and 204. */
  private boolean mayHaveFraming() {
    return status >= 200 && status != 204;
  }

  private static boolean isFraming(FieldName name) {
    return name == FieldName.CONTENT_LENGTH || name == FieldName.TRANSFER_ENCODING;
  }

  @Override
  Progress parseStartLine() {
    int start = position;
    int available = Math.min(length - start, STATUS_END);
    int prefix = Math.min(available, VERSION_PREFIX.length);
    if (!Arrays.equals(bytes, start, start + prefix, VERSION_PREFIX, 0, prefix)) {
      return refuse("a status line that does not begin with HTTP/1.x");
    }
    if (available < STATUS_END) {
      return Progress.INCOMPLETE;
    }
    minorVersion = bytes[start + 7] - '0';
    status = number(start + 9, start + STATUS_END);
    if (minorVersion < 0
        || minorVersion > 9
        || bytes[start + 8] != SP
        || status < 100
        || status > 599) {
      return refuse("a status line without a version and a status from 100 to 599");
    }
    return parseReason(start + STATUS_END);
  }

  private Progress parseReason(int start) {
    int at = start;
    while (at < length && Ascii.isFieldValue(bytes[at])) {
      at++;
    }
    if (at > start && bytes[start] != SP) {
      return refuse("a status of more than three digits");
    }
    if (at == length || (at + 1 == length && bytes[at] == CR)) {
      return Progress.INCOMPLETE;
    }
    if (bytes[at] != CR || bytes[at + 1] != LF) {
      return refuse("a status line that does not end in carriage return and line feed");
    }
    statusLineEnd = at + 2;
    position = statusLineEnd;
    return Progress.COMPLETE;
  }

  @Override
  @Nullable Refusal field(FieldName name, int field) {
    int start = valueStart(field);
    int end = valueEnd(field);
    return switch (name) {
      case CONTENT_LENGTH -> framing.addContentLength(bytes, start, end);
      case TRANSFER_ENCODING -> framing.addTransferEncoding(bytes, start, end);
      case CONNECTION -> connection.add(bytes, start, end);
      case KEEP_ALIVE -> {
        idleSeconds = timeout(start, end);
        yield null;
      }
      case UPGRADE -> {
        upgradeField = field;
        yield null;
      }
      default -> null;
    };
  }

  @Override
  @Nullable Refusal complete() {
    return framing.check(minorVersion);
  }

  @Override
  Refusal tooLarge() {
    return Refusal.badRequest(
        "header fields of more than " + limits.head() + " bytes or " + limits.fields() + " lines");
  }

  private int timeout(int start, int end) {
    for (int at = start; at < end; ) {
      int elementEnd = ListElements.end(bytes, at, end);
      int first = ListElements.trimStart(bytes, at, elementEnd);
      int last = ListElements.trimEnd(bytes, first, elementEnd);
      int digits = first + TIMEOUT.length;
      if (digits < last && Ascii.equalsIgnoreCase(bytes, first, digits, TIMEOUT)) {
        return last - digits > MAX_IDLE_DIGITS ? UNKNOWN : number(digits, last);
      }
      at = elementEnd + 1;
    }
    return UNKNOWN;
  }

  /** The decimal number from {@code start} to {@code end}, or -1 if it is none. */
  private int number(int start, int end) {
    int value = 0;
    for (int at = start; at < end; at++) {
      if (!Ascii.isDigit(bytes[at])) {
        return -1;
      }
      value = 10 * value + (bytes[at] - '0');
    }
    return value;
  }
}
