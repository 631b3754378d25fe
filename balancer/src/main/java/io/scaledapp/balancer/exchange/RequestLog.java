package io.scaledapp.balancer.exchange;

import io.scaledapp.balancer.accesslog.AccessEntry;
import io.scaledapp.balancer.accesslog.AccessLog;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.metrics.CacheResult;
import io.scaledapp.balancer.trace.TraceLine;
import io.scaledapp.balancer.upstream.UpstreamEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What the access log gets of a request. Without an access log every call ends at once. One object
 * an exchange, used again.
 */
final class RequestLog {
  private final Client client;
  private final Proxy proxy;
  private @Nullable AccessEntry entry;

  RequestLog(Client client, Proxy proxy) {
    this.client = client;
    this.proxy = proxy;
  }

  /** A request came. */
  void begin(RequestHead head) {
    AccessLog log = proxy.settings().accessLog();
    if (log != null) {
      entry = log.begin(client.identity().digest(head, client.version(head)), now());
    }
  }

  /** It belongs to a trace, if there is tracing. */
  void trace(@Nullable TraceLine line) {
    if (entry != null && line != null) {
      entry.trace(line.traceId());
    }
  }

  /**
   * It is one of an app's.
   *
   * @param name {@code namespace/name}
   */
  void app(String name) {
    if (entry != null) {
      entry.app(name);
    }
  }

  /** It was in the queue for so long. */
  void waited(long nanos) {
    if (entry != null) {
      entry.waited(nanos);
    }
  }

  /** It has a place, and goes there. */
  void attempts(UpstreamEndpoint endpoint) {
    if (entry != null) {
      entry.replica(endpoint.id());
    }
  }

  /** Its app has a cache, in which it fared so. */
  void cached(CacheResult result) {
    if (entry != null) {
      entry.cache(result.code());
    }
  }

  /** It is tried once more. */
  void retried() {
    if (entry != null) {
      entry.retried();
    }
  }

  /** Bytes came from the client. */
  void received(int bytes) {
    if (entry != null) {
      entry.received(bytes);
    }
  }

  /** Bytes go to the client. */
  void sent(int bytes) {
    if (entry != null) {
      entry.sent(bytes);
    }
  }

  /** A response with the status begins. */
  void answered(int status) {
    if (entry != null) {
      entry.answered(status, now());
    }
  }

  /** The balancer ends it by itself. */
  void failed(Refusal refusal) {
    if (entry != null) {
      entry.failed(refusal.cause().code());
    }
  }

  /** Nothing more can be sent to the client before the end. */
  void abandoned(Cause cause) {
    if (entry != null) {
      entry.abandoned(cause.code(), cause.status());
    }
  }

  /** The balancer answers in the replica's place. */
  void answered(Refusal refusal, OwnResponse.Form form) {
    if (entry != null) {
      entry.answered(refusal.status(), now());
      entry.failed(refusal.cause().code());
      entry.sent(OwnResponse.bodyLength(refusal, form));
    }
  }

  /** It is over; further calls do nothing. */
  void end() {
    AccessEntry ended = entry;
    entry = null;
    if (ended != null) {
      ended.end(now());
      // Perhaps another than at its beginning, which is closed then.
      AccessLog log = proxy.settings().accessLog();
      if (log != null) {
        log.add(ended);
      }
    }
  }

  private long now() {
    return proxy.worker.nanoTime();
  }
}
