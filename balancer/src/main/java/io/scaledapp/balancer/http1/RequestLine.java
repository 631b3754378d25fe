package io.scaledapp.balancer.http1;

import static io.scaledapp.balancer.http1.Ascii.CR;
import static io.scaledapp.balancer.http1.Ascii.LF;
import static io.scaledapp.balancer.http1.Ascii.SP;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.scaledapp.balancer.http1.MessageHead.Progress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request line (RFC 9112 section 3). The target is taken in origin form, in absolute form if it
 * names what Host names, and as {@code *} for OPTIONS. Narrower than the RFC: a method is made of
 * capital letters, hyphens and underscores, as all that are registered are.
 */
public final class RequestLine {
  private static final byte[] VERSION_PREFIX = "HTTP/".getBytes(US_ASCII);
  private static final byte[] HTTP_SCHEME = "http://".getBytes(US_ASCII);
  private static final byte[] HTTPS_SCHEME = "https://".getBytes(US_ASCII);

  /** {@code HTTP/1.1} and the line end. */
  private static final int VERSION_LENGTH = 8;

  Method method = Method.OTHER;
  int minorVersion;
  private int start;
  private int methodEnd;
  private int authorityStart;
  private int authorityEnd;
  private int pathStart;
  private int pathEnd;
  private int targetEnd;
  private int end;

  void clear() {
    method = Method.OTHER;
    start = 0;
    authorityStart = -1;
  }

  /** First byte of the method. */
  public int start() {
    return start;
  }

  public int methodEnd() {
    return methodEnd;
  }

  /** First byte of the path; equal to {@link #pathEnd} in an absolute target without one. */
  public int pathStart() {
    return pathStart;
  }

  /** End of the path, where the query begins or the target ends. */
  public int pathEnd() {
    return pathEnd;
  }

  public int targetEnd() {
    return targetEnd;
  }

  /** First byte after the line end. */
  public int end() {
    return end;
  }

  /** Whether method, target and version may pass as the bytes stand. */
  public boolean isForwardable() {
    return authorityStart < 0 && minorVersion == 1;
  }

  Progress parse(MessageHead head) {
    byte[] bytes = head.bytes;
    int end = head.length;
    int at = head.position;
    if (at == 0 && start == 0 && end > 0 && bytes[0] == CR) {
      // RFC 9112 section 2.2: an empty line before the request line is ignored; one is enough.
      if (end == 1) {
        return Progress.INCOMPLETE;
      }
      if (bytes[1] != LF) {
        return head.refuse("a carriage return without a line feed");
      }
      head.position = 2;
      at = 2;
    }
    start = at;
    while (at < end && Ascii.isMethod(bytes[at])) {
      at++;
    }
    if (at == end) {
      return incomplete(head, end);
    }
    if (bytes[at] != SP || at == start) {
      return head.refuse("a request line that does not begin with a method and a space");
    }
    methodEnd = at;
    int targetStart = ++at;
    while (at < end && Ascii.isTarget(bytes[at])) {
      at++;
    }
    if (at == end) {
      return incomplete(head, end);
    }
    if (bytes[at] != SP || at == targetStart) {
      return head.refuse("a request target that is empty or holds a byte that may not stand there");
    }
    targetEnd = at++;
    if (at - start + VERSION_LENGTH > head.limits.startLine()) {
      return head.refuse(tooLong(head));
    }
    return version(head, at, targetStart);
  }

  private Progress incomplete(MessageHead head, int end) {
    return end - start > head.limits.startLine() ? head.refuse(tooLong(head)) : Progress.INCOMPLETE;
  }

  private static Refusal tooLong(MessageHead head) {
    return new Refusal(
        Cause.REQUEST_LINE_TOO_LONG,
        "a request line of more than " + head.limits.startLine() + " bytes");
  }

  private Progress version(MessageHead head, int at, int targetStart) {
    byte[] bytes = head.bytes;
    int available = Math.min(head.length - at, VERSION_LENGTH + 2);
    int prefix = Math.min(available, VERSION_PREFIX.length);
    if (!Arrays.equals(bytes, at, at + prefix, VERSION_PREFIX, 0, prefix)) {
      return looksLikeTarget(bytes, targetStart)
          ? head.refuse("a request line that does not end in a space and the HTTP version")
          : head.refuse(Refusal.NOT_HTTP);
    }
    if (available > 7
        && !(Ascii.isDigit(bytes[at + 5])
            && bytes[at + 6] == '.'
            && Ascii.isDigit(bytes[at + 7]))) {
      return head.refuse("an invalid HTTP version");
    }
    if ((available > 8 && bytes[at + 8] != CR) || (available > 9 && bytes[at + 9] != LF)) {
      return head.refuse("a request line that does not end in carriage return and line feed");
    }
    if (available < VERSION_LENGTH + 2) {
      return Progress.INCOMPLETE;
    }
    minorVersion = bytes[at + 7] - '0';
    if (bytes[at + 5] != '1' || minorVersion > 1) {
      return head.refuse(
          new Refusal(Cause.VERSION_NOT_SERVED, "an HTTP version other than 1.0 and 1.1"));
    }
    end = at + VERSION_LENGTH + 2;
    head.position = end;
    method = Method.of(bytes, start, methodEnd);
    Refusal refusal = target(bytes, targetStart);
    return refusal == null ? Progress.COMPLETE : head.refuse(refusal);
  }

  private boolean looksLikeTarget(byte[] bytes, int targetStart) {
    byte first = bytes[targetStart];
    return first == '/' || first == '*' || schemeEnd(bytes, targetStart) >= 0;
  }

  private @Nullable Refusal target(byte[] bytes, int targetStart) {
    if (method == Method.CONNECT || method == Method.TRACE) {
      return new Refusal(Cause.METHOD_NOT_SERVED, "the method " + method);
    }
    pathStart = targetStart;
    if (bytes[targetStart] == '*') {
      pathEnd = targetEnd;
      return targetEnd - targetStart == 1 && method == Method.OPTIONS
          ? null
          : Refusal.badRequest("a request target * in a method other than OPTIONS");
    }
    if (bytes[targetStart] != '/') {
      pathStart = authority(bytes, targetStart);
      if (pathStart < 0) {
        return Refusal.badRequest("a request target that is neither a path nor an http URL");
      }
    }
    int at = pathStart;
    while (at < targetEnd && bytes[at] != '?') {
      at++;
    }
    pathEnd = at;
    return TargetPath.check(bytes, pathStart, pathEnd);
  }

  /** Notes the authority of a target in absolute form and returns its end, or -1. */
  private int authority(byte[] bytes, int targetStart) {
    authorityStart = schemeEnd(bytes, targetStart);
    if (authorityStart < 0) {
      return -1;
    }
    int at = authorityStart;
    while (at < targetEnd && bytes[at] != '/' && bytes[at] != '?') {
      at++;
    }
    authorityEnd = at;
    return Host.isValid(bytes, authorityStart, authorityEnd) ? at : -1;
  }

  private int schemeEnd(byte[] bytes, int at) {
    for (byte[] scheme : new byte[][] {HTTP_SCHEME, HTTPS_SCHEME}) {
      int end = at + scheme.length;
      if (end <= targetEnd && Ascii.equalsIgnoreCase(bytes, at, end, scheme)) {
        return end;
      }
    }
    return -1;
  }

  /** RFC 9112 section 3.2.2: a target in absolute form names the same authority as Host. */
  @Nullable Refusal checkAuthority(RequestHead head) {
    int host = head.hostField();
    if (authorityStart < 0 || host < 0) {
      return null;
    }
    int hostStart = head.valueStart(host);
    return Ascii.equalsIgnoreCase(
            head.bytes, authorityStart, authorityEnd, hostStart, head.valueEnd(host))
        ? null
        : Refusal.badRequest("a request target that names another host than Host");
  }
}
