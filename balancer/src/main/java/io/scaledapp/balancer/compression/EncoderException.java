package io.scaledapp.balancer.compression;

/** A body cannot be compressed any further; whatever else is under way is not concerned. */
public final class EncoderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EncoderException(RuntimeException cause) {
    super("a response's encoder failed", cause);
  }
}
