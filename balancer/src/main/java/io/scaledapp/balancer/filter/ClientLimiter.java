package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.control.RequestRules.ClientLimits;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import java.security.SecureRandom;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much one client may ask of an app on this balancer. A client is its address; where a header
 * is named, its value is another client that the same limits hold for. A header alone would be no
 * limit, since whoever sends it can send another one each time. Any thread.
 */
final class ClientLimiter {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long NANOS = 1_000_000_000;

  private final ClientLimits limits;
  private final String header;
  private final long seed = RANDOM.nextLong();
  private final ClientTable addresses;

  /** Apart, so that made-up values push out no address. */
  private final @Nullable ClientTable headers;

  /**
   * @param now nanoseconds of the clock that {@link #take} is told
   */
  ClientLimiter(ClientLimits limits, long now) {
    this.limits = limits;
    header = limits.header().toLowerCase(Locale.ROOT);
    addresses = new ClientTable(limits, now, seed);
    headers = header.isEmpty() ? null : new ClientTable(limits, now, seed);
  }

  /** Whether what it knows of clients is of use under these limits. */
  boolean has(ClientLimits limits) {
    return this.limits.equals(limits);
  }

  /** Why the client may not ask now, or null if it may, and has a place until it gives it back. */
  @Nullable Refusal take(RequestHead head, Sender sender, long now, ClientPlace place) {
    var address = ClientKey.of(sender.address(head));
    long wait = addresses.take(address.high(), address.low(), now);
    if (wait != 0) {
      return refusal(wait);
    }
    place.hold(addresses, address);
    int field = headers == null ? -1 : head.find(header);
    if (headers != null && field >= 0) {
      var value = ClientKey.of(head.bytes(), head.valueStart(field), head.valueEnd(field), seed);
      wait = headers.take(value.high(), value.low(), now);
      if (wait != 0) {
        place.release();
        return refusal(wait);
      }
      place.holdToo(headers, value);
    }
    return null;
  }

  /** RFC 6585 section 4. */
  private static Refusal refusal(long wait) {
    long seconds = wait == ClientTable.BUSY ? 1 : (wait + NANOS - 1) / NANOS;
    var reason =
        wait == ClientTable.BUSY
            ? "more requests of one client at once than may be"
            : "more requests of one client than may be";
    return new Refusal(Cause.TOO_MANY_REQUESTS, reason, "Retry-After: " + seconds);
  }
}
