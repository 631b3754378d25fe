package io.scaledapp.operator.autoscaler;

/** What was stored is no season that this version reads; the message says why. */
public final class SeasonFormatException extends Exception {

  private static final long serialVersionUID = 1;

  SeasonFormatException(String message) {
    super(message);
  }
}
