package io.scaledapp.balancer.exchange;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.cache.AppCache;
import io.scaledapp.balancer.cache.CacheTransaction;
import io.scaledapp.balancer.cache.ServedResponse;
import io.scaledapp.balancer.eventloop.Worker;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A request of an app with a cache: what an {@link Exchange} asks of that. One object a request.
 */
final class CachedRequest {
  private final Proxy proxy;
  private final Worker worker;
  private final String app;
  private final CacheTransaction transaction;

  /** Whether what the replica sends is not for the client, which gets a stored response. */
  private boolean swallows;

  CachedRequest(Proxy proxy, Client client, String app, AppCache cache, RequestHead head) {
    this.proxy = proxy;
    this.app = app;
    worker = proxy.worker;
    ClientIdentity identity = client.identity();
    transaction =
        CacheTransaction.begin(
            cache,
            head,
            identity.isSecure(head),
            identity.host(head),
            !identity.hasCertificate(),
            worker.nanoTime());
  }

  /** Why the request gets no answer, or null if it may. */
  @Nullable Refusal refusal() {
    return transaction.isOnlyIfCached() ? OwnResponse.NOT_CACHED : null;
  }

  /** Whether the client gets a stored response, and no replica the request. */
  boolean isHit() {
    return transaction.served() != null;
  }

  /** Whether a stale response is at hand where the balancer would refuse to send the request on. */
  boolean servesInsteadOf(Refusal refusal) {
    return swallows
        || (CacheTransaction.isError(refusal.status())
            && transaction.served() == null
            && refusal.cause() != Cause.BALANCER_CLOSING
            && transaction.servesOnError(0, worker.nanoTime()));
  }

  /**
   * The head that goes to a replica: the client's, or one that asks whether the stored response
   * still holds. {@link #giveBack} has to follow.
   */
  RequestHead toSend(RequestHead head, Client client) {
    ByteBuf lines = client.allocator().heapBuffer(head.length());
    RequestHead conditional = worker.requestHeads().take();
    boolean fits;
    try {
      fits =
          transaction.writeConditional(head, lines) && conditional.read(lines) == Progress.COMPLETE;
    } finally {
      lines.release();
    }
    if (fits) {
      return conditional;
    }
    transaction.cannotRevalidate();
    giveBack(conditional, head);
    return head;
  }

  /** What {@link #toSend} gave is used no longer. */
  void giveBack(RequestHead sent, RequestHead head) {
    if (sent != head) {
      sent.clear();
      worker.requestHeads().giveBack(sent);
    }
  }

  /** The way of the replica's response to {@code relay}. */
  ResponseRelay storing(ResponseRelay relay, Client client, boolean multiplexed) {
    return new CachingRelay(relay, client, proxy, transaction, multiplexed);
  }

  /** Whether the client gets a stored response in place of the replica's with this head. */
  boolean replaces(ResponseHead head) {
    if (transaction.served() == null) {
      ResponseHead scratch = worker.responseHeads().take();
      swallows = transaction.replaces(head, scratch, worker.nanoTime());
      scratch.clear();
      worker.responseHeads().giveBack(scratch);
    }
    return swallows;
  }

  /** Whether what the replica sends goes to nobody. */
  boolean swallows() {
    return swallows;
  }

  /** Who sends the stored response. */
  StoredAnswer answer(Client client) {
    swallows = false;
    ServedResponse served = transaction.served();
    if (served == null) {
      throw new IllegalStateException("nothing is served from the cache");
    }
    return new StoredAnswer(worker, client.allocator(), served);
  }

  /** The request is over. */
  void end(RequestLog log) {
    log.cached(transaction.result());
    proxy.recorder.cached(app, transaction.result());
    transaction.end();
  }
}
