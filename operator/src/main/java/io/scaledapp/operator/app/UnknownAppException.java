package io.scaledapp.operator.app;

/** No app of that name runs here. */
public final class UnknownAppException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnknownAppException(String name) {
    super("no app named " + name + " runs here");
  }
}
