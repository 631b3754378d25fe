package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.http1.ResponseHead;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response that may be stored once its body came to its end. For one event loop. */
final class StorableResponse {
  private final int status;
  private final byte[] lines;
  private final byte[] notModified;
  private final CacheControl control;
  private final Freshness freshness;
  private final Validators validators;
  private final SecondaryKey secondaryKey;

  private StorableResponse(
      ResponseHead head,
      byte[] lines,
      CacheControl control,
      Freshness freshness,
      Map<String, String> request,
      long wallTime) {
    status = head.status();
    this.lines = lines;
    notModified = StoredHead.notModified(head, wallTime);
    this.control = control;
    this.freshness = freshness;
    validators = Validators.of(head);
    secondaryKey = SecondaryKey.of(head, request);
  }

  /**
   * Of a response that came, or null if it may not be stored.
   *
   * @param request its fields, by name in lower case
   * @param authorized whether it had an Authorization field
   * @param delay nanoseconds from the request to the response
   * @param wallTime milliseconds since 1970
   */
  static @Nullable StorableResponse of(
      ResponseHead head,
      Map<String, String> request,
      boolean authorized,
      long delay,
      long wallTime) {
    CacheControl control = CacheControl.of(head);
    var freshness = Freshness.of(head, control, Freshness.toldAge(head), delay, wallTime);
    return Storability.of(head, control, freshness, authorized)
        ? new StorableResponse(
            head, StoredHead.of(head, wallTime), control, freshness, request, wallTime)
        : null;
  }

  /**
   * Of a stored response after a 304.
   *
   * @param head the stored one with the fields of the 304
   * @param lines that it is made of
   * @param toldAge seconds, by the 304
   */
  static StorableResponse freshened(
      ResponseHead head,
      byte[] lines,
      Map<String, String> request,
      long toldAge,
      long delay,
      long wallTime) {
    CacheControl control = CacheControl.of(head);
    var freshness = Freshness.of(head, control, toldAge, delay, wallTime);
    return new StorableResponse(head, lines, control, freshness, request, wallTime);
  }

  /** Whether it may be stored, which a 304 can end. */
  boolean isStorable(ResponseHead head, boolean authorized) {
    return Storability.of(head, control, freshness, authorized);
  }

  /**
   * The response with its body.
   *
   * @param now nanoseconds
   */
  StoredResponse with(byte[] body, long now) {
    return new StoredResponse(
        status, lines, notModified, body, control, freshness, validators, secondaryKey, now);
  }
}
