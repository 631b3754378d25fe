package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.http1.MessageHead;
import io.scaledapp.balancer.http1.ResponseHead;

/**
 * What tells one version of a response from another (RFC 9110 section 8.8).
 *
 * @param entityTag with its quotes, and {@code W/} if it is weak; empty without one
 * @param lastModified as the app wrote it; empty without one
 */
record Validators(String entityTag, String lastModified) {
  private static final long NO_DATE = Long.MIN_VALUE;

  static Validators of(ResponseHead head) {
    return new Validators(value(head, "etag"), value(head, "last-modified"));
  }

  private static String value(MessageHead head, String name) {
    int field = head.find(name);
    return field < 0 ? "" : head.value(field);
  }

  /** Whether an app can be asked whether the response still holds. */
  boolean isUsable() {
    return !entityTag.isEmpty() || Freshness.date(lastModified, NO_DATE) != NO_DATE;
  }

  /**
   * Whether the conditions of a GET or HEAD are false, so that 304 is the answer (RFC 9110 section
   * 13.2.2): If-None-Match if it is there, else If-Modified-Since.
   *
   * @param ifNoneMatch the value of that field; empty without one
   * @param ifModifiedSince the same
   */
  boolean matchConditions(String ifNoneMatch, String ifModifiedSince) {
    return ifNoneMatch.isEmpty() ? isUnmodified(ifModifiedSince) : matches(ifNoneMatch);
  }

  private boolean isUnmodified(String ifModifiedSince) {
    long since = Freshness.date(ifModifiedSince, NO_DATE);
    long modified = Freshness.date(lastModified, NO_DATE);
    return since != NO_DATE && modified != NO_DATE && modified <= since;
  }

  /** Whether a list of entity tags has this one, by weak comparison (RFC 9110 section 8.8.3.2). */
  boolean matches(String list) {
    if (list.strip().equals("*")) {
      return true;
    }
    String tag = opaque(entityTag);
    // A tag may hold commas, so that a list is walked from quote to quote.
    for (int start = list.indexOf('"'); start >= 0 && !tag.isEmpty(); ) {
      int end = list.indexOf('"', start + 1);
      if (end < 0) {
        return false;
      }
      if (list.substring(start, end + 1).equals(tag)) {
        return true;
      }
      start = list.indexOf('"', end + 1);
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
