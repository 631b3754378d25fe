package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.ResponseHead;
import java.util.List;
import java.util.Locale;

/** Whether a shared cache may keep the response to a GET (RFC 9111 sections 3 and 3.5). */
final class Storability {
  /**
   * Those whose meaning is known and whose body is whole; 304 says something of another response.
   */
  private static final List<Integer> STATUSES =
      List.of(200, 203, 204, 300, 301, 302, 307, 308, 404, 405, 410, 414, 501);

  /** What the balancer writes itself and is the same for all requests of one key. */
  private static final List<String> KEYED =
      List.of("host", "x-forwarded-host", "x-forwarded-proto");

  private Storability() {}

  /**
   * Decides by what the message is.
   *
   * @param authorized whether the request had an Authorization field
   */
  static boolean of(
      ResponseHead head, CacheControl control, Freshness freshness, boolean authorized) {
    if (!STATUSES.contains(head.status()) || control.noStore() || control.isPrivate()) {
      return false;
    }
    if (authorized
        && !control.isPublic()
        && !control.mustRevalidate()
        && control.sharedMaxAge() < 0) {
      return false;
    }
    boolean isFresh = freshness.lifetime() > freshness.initialAge() && !control.noCache();
    boolean isOfUse = isFresh || Validators.of(head).isUsable();
    return (freshness.isExplicit() || control.noCache()) && isOfUse && fieldsAllow(head);
  }

  private static boolean fieldsAllow(ResponseHead head) {
    for (int field = 0; field < head.fieldCount(); field++) {
      boolean allows =
          switch (head.name(field)) {
            // One client's; RFC 9111 section 7.3 leaves it to apps, which forget it.
            case SET_COOKIE, CONTENT_RANGE -> false;
            case CONTENT_TYPE ->
                !head.value(field).toLowerCase(Locale.ROOT).startsWith("text/event-stream");
            default -> true;
          };
      if (!allows || (head.isNamed(field, "vary") && !mayVary(head.value(field)))) {
        return false;
      }
    }
    return true;
  }

  /** Not by *, nor by what the balancer tells of each client. */
  private static boolean mayVary(String value) {
    for (String name : SecondaryKey.names(value)) {
      FieldName.Role role = FieldName.of(name).role();
      boolean isWritten = role == FieldName.Role.FORWARDED || role == FieldName.Role.HOP_BY_HOP;
      if (name.equals("*") || (isWritten && !KEYED.contains(name))) {
        return false;
      }
    }
    return true;
  }
}
