package io.scaledapp.balancer.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request head: request line and header fields. Every offset is into {@link #bytes}. */
public final class RequestHead extends MessageHead {
  private static final byte[] CONTINUE = "100-continue".getBytes(US_ASCII);
  private static final byte[] GRPC = "application/grpc".getBytes(US_ASCII);
  private static final byte[] TRAILERS = "trailers".getBytes(US_ASCII);

  private static final int NONE = -1;
  private static final int SEVERAL = -2;

  final RequestLine line = new RequestLine();
  private final Framing framing = new Framing();
  private final ConnectionOptions connection = new ConnectionOptions();
  private int hostField;
  private int upgradeField;
  private int traceparentField;
  private boolean expectsContinue;
  private boolean acceptsTrailers;
  private boolean forwarded;
  private boolean grpc;

  public RequestHead(HeadLimits limits) {
    super(limits);
    reset();
  }

  @Override
  public void clear() {
    super.clear();
    reset();
  }

  private void reset() {
    line.clear();
    framing.clear();
    connection.clear();
    hostField = -1;
    upgradeField = -1;
    traceparentField = NONE;
    expectsContinue = false;
    acceptsTrailers = false;
    forwarded = false;
    grpc = false;
  }

  public Method method() {
    return line.method;
  }

  /** The request line: its method, target and version. */
  public RequestLine line() {
    return line;
  }

  /** 0 or 1. */
  public int minorVersion() {
    return line.minorVersion;
  }

  /** Index of the Host field, or -1 in an HTTP/1.0 request without one. */
  public int hostField() {
    return hostField;
  }

  /** Index of the Upgrade field if {@code Connection} nominates it, or -1. */
  public int upgradeField() {
    return connection.upgrade && line.minorVersion > 0 ? upgradeField : -1;
  }

  /** Whether {@code Upgrade} names HTTP/2 over plain text, alone or among others. */
  public boolean offersHttp2() {
    return upgradeField >= 0
        && value(upgradeField)
            .toLowerCase(Locale.ROOT)
            .matches("(.*,)?\\s*(h2c|http/2.*)\\s*(,.*)?");
  }

  /**
   * Index of the Traceparent field; negative without one, and with several, none of which counts
   * then (W3C Trace Context, section 3.2).
   */
  public int traceparentField() {
    return traceparentField;
  }

  public boolean chunked() {
    return framing.chunked;
  }

  /** Bytes of the body, 0 without one; means nothing if it is chunked. */
  public long contentLength() {
    return Math.max(0, framing.contentLength);
  }

  public boolean hasBody() {
    return framing.chunked || framing.contentLength > 0;
  }

  /** Whether the client waits for 100 (Continue); never in HTTP/1.0 (RFC 9110 section 10.1.1). */
  public boolean expectsContinue() {
    return expectsContinue && line.minorVersion > 0;
  }

  /** Whether the client takes trailers (RFC 9110 section 10.1.4). */
  public boolean acceptsTrailers() {
    return acceptsTrailers;
  }

  /** Whether the request is a gRPC call, by its Content-Type. */
  public boolean isGrpc() {
    return grpc;
  }

  /** Whether any field came that tells of another hop, such as X-Forwarded-For. */
  public boolean hasForwardedFields() {
    return forwarded;
  }

  /** Whether the connection goes on after this request (RFC 9112 section 9.3). */
  public boolean keepAlive() {
    return !connection.close && (line.minorVersion > 0 || connection.keepAlive);
  }

  /** Whether the client expects to be told so, as HTTP/1.0 clients do. */
  public boolean wantsKeepAliveConfirmed() {
    return line.minorVersion == 0;
  }

  /** Whether the field passes to the replica as it is, unless the balancer writes it anew. */
  public boolean isEndToEnd(int field) {
    return switch (name(field).role()) {
      case HOP_BY_HOP, FORWARDED -> false;
      case GUARDED -> name(field) != FieldName.EXPECT || expectsContinue();
      case END_TO_END ->
          !connection.nominatesAny()
              || !connection.nominates(bytes, nameStart(field), nameEnd(field));
    };
  }

  @Override
  Progress parseStartLine() {
    return line.parse(this);
  }

  @Override
  @Nullable Refusal field(FieldName name, int field) {
    int start = valueStart(field);
    int end = valueEnd(field);
    return switch (name) {
      case HOST -> host(field, start, end);
      case CONTENT_LENGTH -> framing.addContentLength(bytes, start, end);
      case TRANSFER_ENCODING -> framing.addTransferEncoding(bytes, start, end);
      case CONNECTION -> connection.add(bytes, start, end);
      case EXPECT -> expect(start, end);
      case UPGRADE -> upgrade(field);
      case TE -> te(start, end);
      case CONTENT_TYPE -> contentType(start, end);
      case TRACEPARENT -> {
        traceparentField = traceparentField == NONE ? field : SEVERAL;
        yield null;
      }
      default -> {
        forwarded |= name.role() == FieldName.Role.FORWARDED;
        yield null;
      }
    };
  }

  @Override
  @Nullable Refusal complete() {
    if (hostField < 0 && line.minorVersion > 0) {
      return Refusal.badRequest("no Host");
    }
    Refusal refusal = line.checkAuthority(this);
    return refusal == null ? framing.check(line.minorVersion) : refusal;
  }

  @Override
  Refusal tooLarge() {
    return new Refusal(
        Cause.REQUEST_HEAD_TOO_LARGE,
        "header fields of more than " + limits.head() + " bytes or " + limits.fields() + " lines");
  }

  private @Nullable Refusal host(int field, int start, int end) {
    if (hostField >= 0) {
      return Refusal.badRequest("a second Host");
    }
    hostField = field;
    return Host.isValid(bytes, start, end) ? null : Refusal.badRequest("an invalid Host");
  }

  private @Nullable Refusal expect(int start, int end) {
    expectsContinue = Ascii.equalsIgnoreCase(bytes, start, end, CONTINUE);
    return expectsContinue || line.minorVersion == 0
        ? null
        : new Refusal(Cause.EXPECTATION_NOT_SERVED, "an expectation other than 100-continue");
  }

  private @Nullable Refusal upgrade(int field) {
    if (upgradeField >= 0) {
      return Refusal.badRequest("a second Upgrade");
    }
    upgradeField = field;
    return isProtocolList(valueStart(field), valueEnd(field))
        ? null
        : Refusal.badRequest("an Upgrade that is no list of protocols");
  }

  /** RFC 9110 section 7.8; what else a replica may read out of the field would pass unseen. */
  private boolean isProtocolList(int start, int end) {
    for (int at = start; at < end; ) {
      int elementEnd = ListElements.end(bytes, at, end);
      int last = ListElements.trimEnd(bytes, at, elementEnd);
      for (int i = ListElements.trimStart(bytes, at, last); i < last; i++) {
        if (!Ascii.isToken(bytes[i]) && bytes[i] != '/') {
          return false;
        }
      }
      at = elementEnd + 1;
    }
    return true;
  }

  /**
   * gRPC over HTTP2, "Requests"; gRPC-Web, which is application/grpc-web, has its trailers in the
   * body and is not meant.
   */
  private @Nullable Refusal contentType(int start, int end) {
    int rest = start + GRPC.length;
    grpc |=
        rest <= end
            && Ascii.equalsIgnoreCase(bytes, start, rest, GRPC)
            && (rest == end || bytes[rest] == '+' || bytes[rest] == ';');
    return null;
  }

  private @Nullable Refusal te(int start, int end) {
    for (int at = start; at < end; ) {
      int elementEnd = ListElements.end(bytes, at, end);
      int first = ListElements.trimStart(bytes, at, elementEnd);
      int last = ListElements.trimEnd(bytes, first, elementEnd);
      acceptsTrailers |= Ascii.equalsIgnoreCase(bytes, first, last, TRAILERS);
      at = elementEnd + 1;
    }
    return null;
  }
}
