package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.http1.FieldName;
import io.scaledapp.balancer.http1.MessageHead;
import java.util.Locale;

/**
 * The directives of a request or a response (RFC 9111 section 5.2, RFC 5861). Where a message says
 * a thing twice or in a way that cannot be read, the meaning is taken that keeps and serves less
 * (section 4.2.1). {@code private} and {@code no-cache} with field names count as without (sections
 * 5.2.2.4 and 5.2.2.7).
 *
 * @param maxAge seconds, or {@link #ABSENT}; so are all other numbers
 * @param maxStale {@link #ANY} for a staleness of any length
 */
public record CacheControl(
    boolean noStore,
    boolean noCache,
    boolean isPrivate,
    boolean isPublic,
    boolean mustRevalidate,
    boolean proxyRevalidate,
    boolean onlyIfCached,
    long maxAge,
    long sharedMaxAge,
    long minFresh,
    long maxStale,
    long staleWhileRevalidate,
    long staleIfError) {

  /** The directive is not given. */
  public static final long ABSENT = -1;

  /** More than any age. */
  public static final long ANY = Long.MAX_VALUE;

  /** Greatest number of seconds that is told apart (section 1.2.2). */
  static final long MAX_SECONDS = 1L << 31;

  /** A message without directives. */
  public static final CacheControl NONE = new Draft().done();

  /** What all Cache-Control fields of the head say together. */
  public static CacheControl of(MessageHead head) {
    Draft draft = null;
    for (int field = 0; field < head.fieldCount(); field++) {
      if (head.name(field) == FieldName.CACHE_CONTROL) {
        draft = draft == null ? new Draft() : draft;
        draft.read(head.value(field));
      }
    }
    return draft == null ? NONE : draft.done();
  }

  /** The same of one field's value. */
  static CacheControl of(String value) {
    var draft = new Draft();
    draft.read(value);
    return draft.done();
  }

  private static final class Draft {
    private boolean noStore;
    private boolean noCache;
    private boolean isPrivate;
    private boolean isPublic;
    private boolean mustRevalidate;
    private boolean proxyRevalidate;
    private boolean onlyIfCached;
    private long maxAge = ABSENT;
    private long sharedMaxAge = ABSENT;
    private long minFresh = ABSENT;
    private long maxStale = ABSENT;
    private long staleWhileRevalidate = ABSENT;
    private long staleIfError = ABSENT;

    private void read(String value) {
      int at = 0;
      while (at < value.length()) {
        int end = elementEnd(value, at);
        if (end < 0) {
          // A quote that does not end hides what comes after it.
          noStore = true;
          return;
        }
        directive(value.substring(at, end));
        at = end + 1;
      }
    }

    /** The comma after the element, or the value's end; -1 if a quoted string has none. */
    private static int elementEnd(String value, int start) {
      boolean quoted = false;
      for (int at = start; at < value.length(); at++) {
        char c = value.charAt(at);
        if (quoted && c == '\\') {
          at++;
        } else if (c == '"') {
          quoted = !quoted;
        } else if (c == ',' && !quoted) {
          return at;
        }
      }
      return quoted ? -1 : value.length();
    }

    private void directive(String element) {
      int equals = element.indexOf('=');
      String name = equals < 0 ? element : element.substring(0, equals);
      String argument = equals < 0 ? "" : element.substring(equals + 1).strip();
      switch (name.strip().toLowerCase(Locale.ROOT)) {
        case "no-store" -> noStore = true;
        case "no-cache" -> noCache = true;
        case "private" -> isPrivate = true;
        case "public" -> isPublic = true;
        case "must-revalidate" -> mustRevalidate = true;
        case "proxy-revalidate" -> proxyRevalidate = true;
        case "only-if-cached" -> onlyIfCached = true;
        case "max-age" -> maxAge = least(maxAge, seconds(argument, 0));
        case "s-maxage" -> sharedMaxAge = least(sharedMaxAge, seconds(argument, 0));
        case "min-fresh" -> minFresh = Math.max(minFresh, seconds(argument, ANY));
        case "max-stale" -> maxStale = least(maxStale, equals < 0 ? ANY : seconds(argument, 0));
        case "stale-while-revalidate" ->
            staleWhileRevalidate = least(staleWhileRevalidate, seconds(argument, 0));
        case "stale-if-error" -> staleIfError = least(staleIfError, seconds(argument, 0));
        default -> {}
      }
    }

    private static long least(long known, long said) {
      return known == ABSENT ? said : Math.min(known, said);
    }

    /** A quoted number counts as one without quotes (section 5.2). */
    private static long seconds(String argument, long unreadable) {
      int length = argument.length();
      boolean quoted = length > 1 && argument.charAt(0) == '"' && argument.endsWith("\"");
      return Seconds.of(quoted ? argument.substring(1, length - 1) : argument, unreadable);
    }

    private CacheControl done() {
      return new CacheControl(
          noStore,
          noCache,
          isPrivate,
          isPublic,
          mustRevalidate,
          proxyRevalidate,
          onlyIfCached,
          maxAge,
          sharedMaxAge,
          minFresh,
          maxStale,
          staleWhileRevalidate,
          staleIfError);
    }
  }
}
