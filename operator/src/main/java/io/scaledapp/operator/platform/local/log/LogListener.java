package io.scaledapp.operator.platform.local.log;

/**
 * Receives the merged output. Called on a thread of its own, so it may block; what it then has no
 * room for is dropped and counted.
 */
public interface LogListener {
  void line(LogLine line);

  /**
   * Says that lines are missing between the last one and the next.
   *
   * @param count how many, at least 1
   */
  void dropped(long count);
}
