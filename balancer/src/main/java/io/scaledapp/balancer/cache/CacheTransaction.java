package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.scaledapp.balancer.cache.CacheStatus.Forward;
import io.scaledapp.balancer.http1.Method;
import io.scaledapp.balancer.http1.RequestHead;
import io.scaledapp.balancer.http1.ResponseHead;
import io.scaledapp.balancer.metrics.CacheResult;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one request has to do with its app's cache, from its head to the end of its response: {@link
 * #begin} looks for a response, {@link #replaces} judges what the app answers, {@link #stores} and
 * {@link #finish} keep it. For one event loop; times are nanoseconds of its clock.
 */
public final class CacheTransaction {
  /** After that somebody else may ask the app about the same response. */
  private static final long LEASE = TimeUnit.SECONDS.toNanos(30);

  private final AppCache cache;
  private final CacheKey key;
  private final Method method;
  private final RequestFacts facts;
  private final boolean takesPart;
  private final long startedAt;
  private final @Nullable StoredResponse selected;
  private final Forward forward;
  private CacheResult result = CacheResult.MISS;
  private @Nullable ServedResponse served;
  private boolean leases;
  private boolean revalidates;

  /** Of a request that goes to the app. */
  private Map<String, String> fields = Map.of();

  private @Nullable BodyCollector body;
  private @Nullable StorableResponse storable;

  private CacheTransaction(
      AppCache cache, CacheKey key, RequestHead head, boolean mayTakePart, long now) {
    this.cache = cache;
    this.key = key;
    method = head.method();
    facts = RequestFacts.of(head);
    startedAt = now;
    boolean reads = RequestFacts.isRead(method);
    takesPart =
        mayTakePart
            && reads
            && facts.passes()
            && !facts.control().noStore()
            && !cache.isBypassedBy(head);
    selected = takesPart ? cache.entries().find(key, head) : null;
    Forward why = reads ? Forward.BYPASS : Forward.METHOD;
    if (takesPart) {
      why = selected == null ? missing() : choose(selected, now);
    } else {
      result = CacheResult.BYPASS;
    }
    forward = why;
    if (served == null && takesPart) {
      fields = SecondaryKey.fields(head);
    }
  }

  /**
   * A request begins.
   *
   * @param secure whether the client came by TLS
   * @param host that it asked for by the word of trusted proxies
   * @param mayTakePart whether a cache may answer its client at all
   */
  public static CacheTransaction begin(
      AppCache cache,
      RequestHead head,
      boolean secure,
      String host,
      boolean mayTakePart,
      long now) {
    return new CacheTransaction(cache, CacheKey.of(head, secure, host), head, mayTakePart, now);
  }

  private Forward missing() {
    return cache.entries().has(key) ? Forward.VARY_MISS : Forward.URI_MISS;
  }

  private Forward choose(StoredResponse found, long now) {
    String status = CacheStatus.hit(found.left(now));
    switch (found.reuse(facts.control(), now)) {
      case FRESH -> serve(found, CacheResult.HIT, status);
      case STALE -> serve(found, CacheResult.STALE, status);
      case STALE_WHILE_REVALIDATED -> {
        leases = method == Method.GET && found.lease(now, LEASE);
        if (!leases) {
          serve(found, CacheResult.STALE, status);
        }
      }
      case REVALIDATED -> {}
    }
    revalidates =
        served == null
            && method == Method.GET
            && found.status() == 200
            && found.validators().isUsable();
    return found.left(now) > 0 ? Forward.REQUEST : Forward.STALE;
  }

  private void serve(StoredResponse response, CacheResult result, String status) {
    served = ServedResponse.of(response, facts, status);
    this.result = result;
  }

  /** What the client gets from the cache; null if it does not, or not yet. */
  public @Nullable ServedResponse served() {
    return served;
  }

  /** Whether the client wants nothing that is not stored (RFC 9111 section 5.2.1.7). */
  public boolean isOnlyIfCached() {
    return served == null && takesPart && facts.control().onlyIfCached();
  }

  /** How the request fares. */
  public CacheResult result() {
    return result;
  }

  /**
   * Writes the head of a request that asks the app whether what is stored still holds.
   *
   * @return false, having written nothing, if there is nothing to ask about
   */
  public boolean writeConditional(RequestHead head, ByteBuf out) {
    if (revalidates && selected != null) {
      ConditionalHead.write(head, selected.validators(), out);
    }
    return revalidates;
  }

  /** The request did not go out with the conditions that {@link #writeConditional} wrote. */
  public void cannotRevalidate() {
    revalidates = false;
  }

  /**
   * Whether the client gets, in place of the app's answer, what is stored: since it still holds, or
   * since the answer is an error and the stored response may be served then. {@link #served} tells
   * what.
   *
   * @param scratch a head that may be read into
   */
  public boolean replaces(ResponseHead head, ResponseHead scratch, long now) {
    StoredResponse stored = selected;
    if (stored == null) {
      return false;
    }
    if (head.status() == 304 && revalidates) {
      StoredResponse fresh = freshened(stored, head, scratch, now);
      serve(
          fresh, CacheResult.REVALIDATED, CacheStatus.afterForward(forward, 304, fresh.left(now)));
      return true;
    }
    return isError(head.status()) && servesOnError(head.status(), now);
  }

  /** Errors for which a stale response may stand in (RFC 5861 section 4). */
  public static boolean isError(int status) {
    return switch (status) {
      case 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /**
   * Whether the client gets a stale response since the app gave none, or an error.
   *
   * @param status of the app's answer; 0 without one
   */
  public boolean servesOnError(int status, long now) {
    StoredResponse stored = selected;
    if (stored == null || !stored.mayServeOnError(facts.control(), now)) {
      return false;
    }
    serve(stored, CacheResult.STALE, CacheStatus.afterForward(forward, status, stored.left(now)));
    return true;
  }

  /** RFC 9111 section 4.3.4. */
  private StoredResponse freshened(
      StoredResponse stored, ResponseHead notModified, ResponseHead scratch, long now) {
    long wallTime = cache.shared().wallTime();
    byte[] lines = stored.freshened(notModified, scratch, wallTime);
    if (lines.length == 0) {
      cache.entries().remove(key, stored);
      return stored;
    }
    var fresh =
        StorableResponse.freshened(
            scratch, lines, fields, Freshness.toldAge(notModified), now - startedAt, wallTime);
    StoredResponse response = fresh.with(stored.body(), now);
    if (fresh.isStorable(scratch, facts.authorized())) {
      cache.entries().put(key, response);
    } else {
      cache.entries().remove(key, stored);
    }
    return response;
  }

  /**
   * Judges the app's final response, which the client is going to get.
   *
   * @param endsClearly whether the end of the body can be told from the end of a connection
   * @return whether its body is to be told to {@link #body}
   */
  public boolean stores(ResponseHead head, boolean endsClearly, long now) {
    if (RequestFacts.isUnsafe(method) && head.status() >= 200 && head.status() < 400) {
      // RFC 9111 section 4.4.
      cache.entries().invalidate(key);
    }
    if (!takesPart || method != Method.GET) {
      return false;
    }
    boolean fits = endsClearly && head.contentLength() <= cache.maxEntryBytes();
    StorableResponse response =
        fits
            ? StorableResponse.of(
                head, fields, facts.authorized(), now - startedAt, cache.shared().wallTime())
            : null;
    if (response == null) {
      forget(head.status());
      return false;
    }
    storable = response;
    body = cache.collector();
    return true;
  }

  /** What is stored no longer holds if the app answers otherwise, and that is not to be kept. */
  private void forget(int status) {
    if (selected != null && status < 500) {
      cache.entries().remove(key, selected);
    }
  }

  /** Bytes of the body pass; they stay the caller's. */
  public void body(ByteBuf bytes) {
    if (body != null) {
      body.add(bytes);
    }
  }

  /** The response is not to be stored after all. */
  public void drop() {
    if (body != null) {
      body.drop();
    }
    body = null;
    storable = null;
  }

  /** The response is whole: it is stored, if it is to be. */
  public void finish(long now) {
    if (storable != null && body != null && body.isWhole()) {
      cache.entries().put(key, storable.with(body.take(), now));
    }
    drop();
  }

  /** The request is over. */
  public void end() {
    drop();
    if (leases && selected != null) {
      selected.endLease();
    }
    leases = false;
  }

  /**
   * Writes the line that tells of the cache in the app's response.
   *
   * @param stored whether that is going to be kept
   */
  public void writeStatus(boolean stored, ByteBuf out) {
    out.writeCharSequence(CacheStatus.forwarded(forward, stored) + "\r\n", US_ASCII);
  }
}
