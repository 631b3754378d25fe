package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.http1.Cookies;
import io.scaledapp.balancer.http1.RequestHead;

/** What is kept of one app's responses. Any thread. */
public final class AppCache {
  private final CachePolicy policy;
  private final SharedCache shared;
  private final Entries entries;

  AppCache(CachePolicy policy, SharedCache shared) {
    this.policy = policy;
    this.shared = shared;
    // It gets its share before the first request comes.
    entries = new Entries(1);
  }

  CachePolicy policy() {
    return policy;
  }

  /** Bytes that a body may have. */
  long maxEntryBytes() {
    return Math.min(policy.maxEntryBytes(), policy.maxBytes());
  }

  SharedCache shared() {
    return shared;
  }

  Entries entries() {
    return entries;
  }

  /** Whether the app wants to see the request itself, by a cookie or a field that it has. */
  boolean isBypassedBy(RequestHead head) {
    for (String cookie : policy.bypassCookies()) {
      if (Cookies.find(head, cookie) >= 0) {
        return true;
      }
    }
    for (String name : policy.bypassHeaders()) {
      if (head.find(name) >= 0) {
        return true;
      }
    }
    return false;
  }

  BodyCollector collector() {
    return new BodyCollector(shared.collected(), maxEntryBytes());
  }
}
