package io.scaledapp.operator.up;

/** The program cannot start for a reason that a user can mend; the message says both. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartException(String message) {
    super(message);
  }
}
