package io.scaledapp.operator.app;

/** What was asked of an app cannot be done or failed; the message tells a user why. */
public final class AppOperationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public AppOperationException(String message) {
    super(message);
  }
}
