package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;

/**
 * What a request's head means to a cache, read in one pass.
 *
 * @param control directives; {@code Pragma: no-cache} counts where there are none (RFC 9111 section
 *     5.4)
 * @param authorized whether there is an Authorization field
 * @param passes whether the request has to do with the cache at all: no body, no upgrade, no range,
 *     no condition that only the app can judge, and nothing that tells of a client's certificate
 * @param ifNoneMatch empty without one; several lines are one list
 * @param ifModifiedSince empty without one
 */
record RequestFacts(
    CacheControl control,
    boolean authorized,
    boolean passes,
    String ifNoneMatch,
    String ifModifiedSince) {

  static RequestFacts of(RequestHead head) {
    boolean authorized = false;
    boolean pragma = false;
    boolean passes =
        !head.hasBody() && head.upgradeField() < 0 && !head.expectsContinue() && !head.isGrpc();
    String ifNoneMatch = "";
    String ifModifiedSince = "";
    for (int field = 0; field < head.fieldCount(); field++) {
      switch (head.name(field)) {
        case AUTHORIZATION -> authorized = true;
        case RANGE, X_FORWARDED_CLIENT_CERT -> passes = false;
        case OTHER -> {
          if (head.isNamed(field, "if-none-match")) {
            ifNoneMatch =
                ifNoneMatch.isEmpty() ? head.value(field) : ifNoneMatch + ", " + head.value(field);
          } else if (head.isNamed(field, "if-modified-since")) {
            ifModifiedSince = head.value(field);
          } else if (head.isNamed(field, "if-match")
              || head.isNamed(field, "if-unmodified-since")) {
            passes = false;
          } else if (head.isNamed(field, "pragma")) {
            pragma |= CacheControl.of(head.value(field)).noCache();
          }
        }
        default -> {}
      }
    }
    CacheControl control = CacheControl.of(head);
    if (pragma && control.equals(CacheControl.NONE) && !has(head, FieldName.CACHE_CONTROL)) {
      control = CacheControl.of("no-cache");
    }
    return new RequestFacts(control, authorized, passes, ifNoneMatch, ifModifiedSince);
  }

  private static boolean has(RequestHead head, FieldName name) {
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.name(field) == name) {
        return true;
      }
    }
    return false;
  }

  /** Whether the method asks for what a cache keeps. */
  static boolean isRead(Method method) {
    return method == Method.GET || method == Method.HEAD;
  }

  /** Whether the method may change what it names (RFC 9110 section 9.2.1). */
  static boolean isUnsafe(Method method) {
    return !isRead(method) && method != Method.OPTIONS;
  }
}
