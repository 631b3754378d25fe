package io.scaledapp.balancer.control;

import java.util.Locale;

/**
 * What of a request {@link AppRoute.Policy#CONSISTENT_HASH} hashes. A request without it is hashed
 * by its client's address.
 *
 * @param source which part
 * @param name of the header field, in lower case, or of the cookie; else empty
 */
public record HashKey(Source source, String name) {

  public static final HashKey ADDRESS = new HashKey(Source.ADDRESS, "");

  public HashKey {
    if (source == Source.HEADER) {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  /** The parts of a request that there are to hash. */
  public enum Source {
    /** The client's address, behind trusted proxies. */
    ADDRESS,
    /** The path without the query. */
    PATH,
    HEADER,
    COOKIE
  }
}
