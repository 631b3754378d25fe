package io.scaledapp.operator.platform.local;

import java.time.Duration;

/**
 * How one process of a replica ended.
 *
 * @param message in words for a person
 * @param ran from its start to its end; zero when it could not be started
 * @param portTaken whether it ended since somebody else listens on the port that it got in PORT
 */
record RunEnd(String message, Duration ran, boolean portTaken) {

  static RunEnd notStarted(String message) {
    return new RunEnd(message, Duration.ZERO, false);
  }
}
