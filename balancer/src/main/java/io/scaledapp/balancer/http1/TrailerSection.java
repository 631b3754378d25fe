package io.scaledapp.balancer.http1;

import org.jspecify.annotations.Nullable;

/** The fields after the last chunk of a body (RFC 9112 section 7.1.2). */
public final class TrailerSection extends MessageHead {

  public TrailerSection(HeadLimits limits) {
    super(limits);
  }

  @Override
  Progress parseStartLine() {
    return Progress.COMPLETE;
  }

  /** RFC 9110 section 6.5.1: none that frames, routes, authenticates or describes the content. */
  @Override
  @Nullable Refusal field(FieldName name, int field) {
    return Refusal.badRequest("a trailer field that may only stand in the header");
  }

  @Override
  @Nullable Refusal complete() {
    return null;
  }

  @Override
  Refusal tooLarge() {
    return Refusal.badRequest("a trailer section that is too large");
  }
}
