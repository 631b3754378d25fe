package io.scaledapp.balancer.compression;

import io.scaledapp.balancer.control.CompressionPolicy;
import io.scaledapp.balancer.http1.Ascii;
import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.ListElements;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.ResponseHead;
import java.util.List;

/** Whether a response may be compressed, whatever its client accepts. */
public enum Compressibility {
  /** It passes as it is. */
  NEVER,
  /** It has no body, but depends on Accept-Encoding as the answer with a body does. */
  WITHOUT_BODY,
  COMPRESSIBLE;

  private static final int NO_FIELD = -1;

  /** Fields that say what the bytes are (RFC 9530, RFC 3230, RFC 2616 section 14.15). */
  private static final List<String> DIGESTS =
      List.of("content-digest", "repr-digest", "digest", "content-md5");

  /**
   * Decides by the response's head. What is encoded, in parts, signed by a digest, or not to be
   * transformed (RFC 9110 section 7.7) stays as it is. A 304 need not say its type; then it counts
   * as compressible, since it must vary as the 200 would (RFC 9110 section 15.4.5).
   */
  public static Compressibility of(ResponseHead head, Method method, CompressionPolicy policy) {
    int status = head.status();
    if (status == 204 || status == 205 || status == 206 || staysAsItIs(head)) {
      return NEVER;
    }
    int type = only(head, FieldName.CONTENT_TYPE);
    boolean matches =
        type == NO_FIELD
            ? status == 304
            : CompressibleTypes.match(
                head.bytes(), head.valueStart(type), head.valueEnd(type), policy.types());
    if (!matches || hasDigest(head)) {
      return NEVER;
    }
    if (status == 304) {
      return WITHOUT_BODY;
    }
    if (head.contentLength() >= 0 && head.contentLength() < policy.minBytes()) {
      return NEVER;
    }
    return head.hasBody(method) ? COMPRESSIBLE : WITHOUT_BODY;
  }

  private static boolean staysAsItIs(ResponseHead head) {
    for (int field = 0; field < head.fieldCount(); field++) {
      boolean stays =
          switch (head.name(field)) {
            case CONTENT_ENCODING, CONTENT_RANGE -> true;
            case CACHE_CONTROL -> hasElement(head, field, "no-transform");
            default -> false;
          };
      if (stays) {
        return true;
      }
    }
    return false;
  }

  /** The field of that name; of several nobody knows which one holds, which is as good as none. */
  private static int only(ResponseHead head, FieldName name) {
    int found = NO_FIELD;
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.name(field) == name) {
        if (found != NO_FIELD) {
          return NO_FIELD;
        }
        found = field;
      }
    }
    return found;
  }

  private static boolean hasDigest(ResponseHead head) {
    for (int i = 0; i < DIGESTS.size(); i++) {
      if (head.find(DIGESTS.get(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the field's list has the element, which is given in lower case. */
  static boolean hasElement(ResponseHead head, int field, String element) {
    byte[] bytes = head.bytes();
    int end = head.valueEnd(field);
    for (int at = head.valueStart(field); at < end; ) {
      int elementEnd = ListElements.end(bytes, at, end);
      int first = ListElements.trimStart(bytes, at, elementEnd);
      int last = ListElements.trimEnd(bytes, first, elementEnd);
      if (Ascii.equalsIgnoreCase(bytes, first, last, element)) {
        return true;
      }
      at = elementEnd + 1;
    }
    return false;
  }
}
