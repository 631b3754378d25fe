package io.scaledapp.operator.app;

/** A job that is to run before a revision's first replica has failed for good. */
public final class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what happened, for a person. */
  public JobFailedException(String message) {
    super(message);
  }
}
