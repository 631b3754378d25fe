package io.scaledapp.balancer.cache;

import io.netty.handler.codec.DateFormatter;
import io.scaledapp.balancer.http1.MessageHead;
import io.scaledapp.balancer.http1.ResponseHead;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/**
 * How long a response is fresh, and how old it was when it came (RFC 9111 sections 4.2.1 and
 * 4.2.3). There are no heuristics: a response that does not say how long it is fresh is stale.
 *
 * @param lifetime seconds from when the app made the response
 * @param isExplicit whether the response says so itself
 * @param initialAge seconds since then, when the response came
 */
record Freshness(long lifetime, boolean isExplicit, long initialAge) {

  /**
   * What a head says.
   *
   * @param toldAge seconds, by caches that the response passed
   * @param delay nanoseconds from the request to the response
   * @param wallTime milliseconds since 1970 when the response came
   */
  static Freshness of(
      ResponseHead head, CacheControl control, long toldAge, long delay, long wallTime) {
    long date = date(head, "date", wallTime);
    long apparent = Math.max(0, TimeUnit.MILLISECONDS.toSeconds(wallTime - date));
    // Rounded up: a response never seems younger than it is.
    long corrected =
        toldAge + TimeUnit.NANOSECONDS.toSeconds(delay + TimeUnit.SECONDS.toNanos(1) - 1);
    return new Freshness(
        lifetime(head, control, date),
        control.sharedMaxAge() >= 0 || control.maxAge() >= 0 || head.find("expires") >= 0,
        Math.max(apparent, corrected));
  }

  /** Its Age field; one that cannot be read counts as none (RFC 9111 section 5.1). */
  static long toldAge(ResponseHead head) {
    int field = head.find("age");
    return field < 0 ? 0 : Seconds.of(head.value(field), 0);
  }

  private static long lifetime(ResponseHead head, CacheControl control, long date) {
    if (control.sharedMaxAge() >= 0) {
      return control.sharedMaxAge();
    }
    if (control.maxAge() >= 0) {
      return control.maxAge();
    }
    // One that cannot be read, such as 0, is over already (section 5.3).
    long expires = date(head, "expires", date);
    return Math.clamp(TimeUnit.MILLISECONDS.toSeconds(expires - date), 0, CacheControl.MAX_SECONDS);
  }

  /** Milliseconds since 1970, or {@code otherwise} if there is no such field or no date in it. */
  static long date(MessageHead head, String name, long otherwise) {
    int field = head.find(name);
    return field < 0 ? otherwise : date(head.value(field), otherwise);
  }

  /** The same of a value. */
  static long date(String value, long otherwise) {
    Date date = value.isEmpty() ? null : DateFormatter.parseHttpDate(value);
    return date == null ? otherwise : date.getTime();
  }
}
