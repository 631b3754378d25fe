package io.scaledapp.balancer.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.scaledapp.balancer.http1.MessageHead;
import io.scaledapp.balancer.http1.MessageHead.Progress;
import io.scaledapp.balancer.http1.ResponseHead;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A response as it is kept. Never changed, so that all event loops send it as it lies. */
public final class StoredResponse {
  private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
  private static final byte[] NO_LINES = {};
  private static final long NOBODY = Long.MIN_VALUE;

  private final int status;
  private final byte[] lines;
  private final byte[] notModified;
  private final byte[] body;
  private final CacheControl control;
  private final Freshness freshness;
  private final Validators validators;
  private final SecondaryKey secondaryKey;
  private final long storedAt;

  /** Until when somebody asks the app about it, in nanoseconds; not a part of what is stored. */
  private final AtomicLong leasedUntil = new AtomicLong(NOBODY);

  /**
   * @param lines status line and fields
   * @param notModified the same for a 304 in its place
   * @param storedAt nanoseconds
   */
  StoredResponse(
      int status,
      byte[] lines,
      byte[] notModified,
      byte[] body,
      CacheControl control,
      Freshness freshness,
      Validators validators,
      SecondaryKey secondaryKey,
      long storedAt) {
    this.status = status;
    this.lines = lines;
    this.notModified = notModified;
    this.body = body;
    this.control = control;
    this.freshness = freshness;
    this.secondaryKey = secondaryKey;
    this.storedAt = storedAt;
    this.validators = validators;
  }

  public int status() {
    return status;
  }

  /** Status line and fields, without the empty line; not to be changed. */
  byte[] lines() {
    return lines;
  }

  /** The same of the 304 that may stand for it. */
  byte[] notModified() {
    return notModified;
  }

  /** Bytes of the body. */
  public int length() {
    return body.length;
  }

  /** A part of the body, which is not copied. */
  public ByteBuf body(int start, int length) {
    return Unpooled.wrappedBuffer(body, start, length);
  }

  byte[] body() {
    return body;
  }

  CacheControl control() {
    return control;
  }

  Validators validators() {
    return validators;
  }

  SecondaryKey secondaryKey() {
    return secondaryKey;
  }

  boolean matches(MessageHead request) {
    return secondaryKey.matches(request);
  }

  /**
   * The lines with what a 304 says of the response; none if that is about another version, or the
   * lines would be too many.
   *
   * @param scratch has the new head afterwards
   */
  byte[] freshened(ResponseHead notModified, ResponseHead scratch, long wallTime) {
    int tag = notModified.find("etag");
    boolean isOther = tag >= 0 && !validators.matches(notModified.value(tag));
    if (isOther || !read(lines, scratch)) {
      return NO_LINES;
    }
    byte[] freshened = StoredHead.freshened(scratch, notModified, wallTime);
    scratch.clear();
    return read(freshened, scratch) ? freshened : NO_LINES;
  }

  private static boolean read(byte[] lines, ResponseHead head) {
    return head.read(Unpooled.wrappedBuffer(lines, LINE_END)) == Progress.COMPLETE;
  }

  /**
   * Seconds since the app made it (RFC 9111 section 4.2.3).
   *
   * @param now nanoseconds
   */
  public long age(long now) {
    return freshness.initialAge() + Math.max(0, TimeUnit.NANOSECONDS.toSeconds(now - storedAt));
  }

  /** Seconds for which it is fresh yet; negative if it is stale. */
  public long left(long now) {
    return freshness.lifetime() - age(now);
  }

  Reuse reuse(CacheControl request, long now) {
    return Reuse.of(request, control, freshness.lifetime(), age(now));
  }

  boolean mayServeOnError(CacheControl request, long now) {
    return Reuse.onError(request, control, freshness.lifetime(), age(now));
  }

  /** Takes it upon the caller to ask the app; false if somebody else does. */
  boolean lease(long now, long nanos) {
    long until = leasedUntil.get();
    return (until == NOBODY || until - now <= 0) && leasedUntil.compareAndSet(until, now + nanos);
  }

  void endLease() {
    leasedUntil.set(NOBODY);
  }

  /** About how many bytes it takes. */
  int weight() {
    return lines.length
        + notModified.length
        + body.length
        + secondaryKey.weight()
        + 4 * Entries.OVERHEAD;
  }
}
