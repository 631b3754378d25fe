package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.control.RequestRules.ClientLimits;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of one app, made ready for use; {@link #check} asks one after the other. Immutable but
 * for what is known of clients; any thread.
 */
public final class AppFilter {
  private static final Logger log = LoggerFactory.getLogger(AppFilter.class);
  private static final Refusal BROKEN =
      new Refusal(Cause.RULES_BROKEN, "The rules of the app are not valid, so nobody is let in");

  private final @Nullable AddressAccess access;
  private final @Nullable SecureRedirect redirect;
  private final @Nullable MessageBounds bounds;
  private final @Nullable ClientLimiter limiter;
  private final @Nullable PathRewrite rewrite;
  private final @Nullable HeaderEdit requestHeaders;
  private final @Nullable HeaderEdit responseHeaders;
  private final @Nullable ErrorPages errorPages;
  private final boolean isBroken;

  private AppFilter(
      @Nullable AddressAccess access,
      @Nullable SecureRedirect redirect,
      @Nullable MessageBounds bounds,
      @Nullable ClientLimiter limiter,
      @Nullable PathRewrite rewrite,
      @Nullable HeaderEdit requestHeaders,
      @Nullable HeaderEdit responseHeaders,
      @Nullable ErrorPages errorPages,
      boolean isBroken) {
    this.access = access;
    this.redirect = redirect;
    this.bounds = bounds;
    this.limiter = limiter;
    this.rewrite = rewrite;
    this.requestHeaders = requestHeaders;
    this.responseHeaders = responseHeaders;
    this.errorPages = errorPages;
    this.isBroken = isBroken;
  }

  /**
   * The filter of a route, or null if it has no rules. Rules that cannot be understood let nobody
   * in: what they were to keep out is not known.
   *
   * @param former the app's filter up to now, from which what is known of clients is taken over
   * @param now nanoseconds of the clock that {@link #check} is told
   */
  public static @Nullable AppFilter of(AppRoute route, @Nullable AppFilter former, long now) {
    RequestRules rules = route.rules();
    if (rules == null || rules.equals(RequestRules.NONE)) {
      return null;
    }
    try {
      return of(route, rules, former, now);
    } catch (IllegalArgumentException e) {
      log.atError()
          .addKeyValue("app", route.app())
          .addKeyValue("reason", e.getMessage())
          .log("rules for requests are not valid; every request is answered 500");
      return new AppFilter(null, null, null, null, null, null, null, null, true);
    }
  }

  private static AppFilter of(
      AppRoute route, RequestRules rules, @Nullable AppFilter former, long now) {
    return new AppFilter(
        rules.access() == null ? null : new AddressAccess(rules.access()),
        rules.httpsRedirect() == null ? null : new SecureRedirect(rules.httpsRedirect()),
        rules.limits() == null ? null : new MessageBounds(rules.limits()),
        rules.clientLimits() == null ? null : limiter(rules.clientLimits(), former, now),
        rules.rewrite() == null ? null : new PathRewrite(rules.rewrite(), route.pathPrefixes()),
        rules.requestHeaders() == null ? null : new HeaderEdit(rules.requestHeaders()),
        rules.responseHeaders() == null ? null : new HeaderEdit(rules.responseHeaders()),
        rules.errorPages() == null ? null : new ErrorPages(rules.errorPages()),
        false);
  }

  private static ClientLimiter limiter(ClientLimits limits, @Nullable AppFilter former, long now) {
    ClientLimiter limiter = former == null ? null : former.limiter;
    return limiter != null && limiter.has(limits) ? limiter : new ClientLimiter(limits, now);
  }

  /**
   * Why the request goes to no replica, or null if it may.
   *
   * @param now nanoseconds
   * @param place gets what the request then holds
   */
  public @Nullable Refusal check(RequestHead head, Sender sender, long now, ClientPlace place) {
    if (isBroken) {
      return BROKEN;
    }
    Refusal refusal = access == null ? null : access.check(head, sender);
    if (refusal == null && redirect != null) {
      refusal = redirect.check(head, sender);
    }
    if (refusal == null && bounds != null) {
      refusal = bounds.check(head);
    }
    // Last, since it takes something.
    return refusal == null && limiter != null ? limiter.take(head, sender, now, place) : refusal;
  }

  /** Bytes that a body of unknown length may have. */
  public long maxBodyBytes() {
    return bounds == null ? Long.MAX_VALUE : bounds.maxBodyBytes();
  }

  /** What replicas get otherwise than the client sent it, or null for nothing. */
  public @Nullable HeaderEdit requestHeaders() {
    return requestHeaders;
  }

  /** What the client gets otherwise than a replica sent it, or null for nothing. */
  public @Nullable HeaderEdit responseHeaders() {
    return responseHeaders;
  }

  /** What the client reads where the balancer answers itself, or null for its own words. */
  public @Nullable ErrorPages errorPages() {
    return errorPages;
  }

  /** What replicas get in place of the path, or null for the path itself. */
  public @Nullable PathRewrite rewrite() {
    return rewrite;
  }
}
