package io.scaledapp.e2e.longlived;

/** A connection or a call that both sides go on with for as long as they like. */
interface Session extends AutoCloseable {

  /**
   * Uses it once more, which takes about a tenth of a second.
   *
   * @return false when the other side ended it in the words that its protocol has for that
   * @throws Exception when it was cut, or ended in any other way
   */
  boolean goOn() throws Exception;

  @Override
  void close() throws Exception;

  /** How to open one. */
  interface Kind {
    Session open() throws Exception;
  }
}
