package io.scaledapp.operator.simulator;

/** A trace that cannot be read; the message names the file, the line and what should be there. */
public final class TraceFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TraceFormatException(String message) {
    super(message);
  }
}
