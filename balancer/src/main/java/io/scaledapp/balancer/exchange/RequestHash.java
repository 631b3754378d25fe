package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.control.AppRoute;
import io.scaledapp.balancer.control.HashKey;
import io.scaledapp.balancer.http1.Cookies;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.RequestLine;

/** What a policy that hashes goes by; for every other policy it costs nothing. */
final class RequestHash {
  private static final int FNV_OFFSET = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;

  private RequestHash() {}

  /** The hash of what the route goes by; of the client's address if the request lacks it. */
  static int of(RequestHead head, AppRoute route, ClientIdentity client) {
    return switch (route.policy()) {
      case CONSISTENT_HASH -> of(head, route.traffic().hashKey(), client);
      case IP_HASH -> client.hash(head, true);
      case ROUND_ROBIN, LEAST_CONNECTIONS, LEAST_REQUEST, PEAK_EWMA, RANDOM ->
          client.hash(head, false);
    };
  }

  private static int of(RequestHead head, HashKey key, ClientIdentity client) {
    switch (key.source()) {
      case ADDRESS -> {}
      case PATH -> {
        RequestLine line = head.line();
        return of(head.bytes(), line.pathStart(), line.pathEnd());
      }
      case HEADER -> {
        int field = head.find(key.name());
        if (field >= 0) {
          return of(head.bytes(), head.valueStart(field), head.valueEnd(field));
        }
      }
      case COOKIE -> {
        long found = Cookies.find(head, key.name());
        if (found >= 0) {
          return of(head.bytes(), Cookies.start(found), Cookies.end(found));
        }
      }
    }
    return client.hash(head, true);
  }

  /** FNV-1a, the same in every balancer. */
  private static int of(byte[] bytes, int start, int end) {
    int hash = FNV_OFFSET;
    for (int i = start; i < end; i++) {
      hash = (hash ^ bytes[i]) * FNV_PRIME;
    }
    return hash;
  }
}
