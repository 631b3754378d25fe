package io.scaledapp.balancer.forwarded;

import org.jspecify.annotations.Nullable;

/**
 * One element of a Forwarded field (RFC 7239 section 4): what one proxy said of its own client.
 * Values are without quotes; null stands for a parameter that was not given.
 */
record ForwardedElement(@Nullable String forNode, @Nullable String host, @Nullable String proto) {
  static final ForwardedElement NOTHING = new ForwardedElement(null, null, null);
}
