package io.scaledapp.balancer.program;

/** An operation that failed for a reason that the user can see and mend: the message says both. */
public final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }
}
