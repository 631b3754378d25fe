package io.scaledapp.balancer.trace;

/** One recorded attempt to have a replica answer. For the use of one event loop. */
public interface AttemptSpan {

  /** Under which the replica records what it does, in 16 hexadecimal digits. */
  String spanId();

  /** The replica answered with the status. */
  void answered(int status);

  /**
   * The replica gave no whole answer.
   *
   * @param reason one of few words, as {@code error.type} has them
   */
  void failed(String reason);

  /** The attempt is over. */
  void end();
}
