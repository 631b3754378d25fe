package io.scaledapp.operator.admin;

/** A ScaledApp that breaks the rules; the message has one line for each problem. */
public final class InvalidManifestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidManifestException(String problems) {
    super(problems);
  }
}
