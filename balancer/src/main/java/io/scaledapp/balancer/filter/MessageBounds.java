package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.control.RequestRules;
import io.scaledapp.balancer.http1.Cause;
import io.scaledapp.balancer.http1.Refusal;
import io.scaledapp.balancer.http1.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * How large a request may be: a body that says that it is too large is refused before a byte of it
 * came, another one as soon as it is ({@link #maxBodyBytes}).
 */
final class MessageBounds {
  private final long maxBodyBytes;
  private final int maxHeadBytes;
  private final Refusal bodyTooLarge;
  private final Refusal headTooLarge;

  MessageBounds(RequestRules.MessageLimits rule) {
    maxBodyBytes = rule.maxBodyBytes() == 0 ? Long.MAX_VALUE : rule.maxBodyBytes();
    maxHeadBytes = rule.maxHeadBytes() == 0 ? Integer.MAX_VALUE : rule.maxHeadBytes();
    bodyTooLarge = Refusal.bodyTooLarge(maxBodyBytes);
    headTooLarge =
        new Refusal(
            Cause.REQUEST_HEAD_TOO_LARGE, "header fields of more than " + maxHeadBytes + " bytes");
  }

  long maxBodyBytes() {
    return maxBodyBytes;
  }

  @Nullable Refusal check(RequestHead head) {
    if (head.length() > maxHeadBytes) {
      return headTooLarge;
    }
    return head.contentLength() > maxBodyBytes ? bodyTooLarge : null;
  }
}
