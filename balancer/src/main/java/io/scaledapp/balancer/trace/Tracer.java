package io.scaledapp.balancer.trace;

import java.time.Duration;

/** Records requests. Any thread. */
public interface Tracer {

  /** Which requests are recorded. */
  Sampling sampling();

  /** A request begins that is recorded. */
  ServerSpan start(ReceivedRequest request);

  /**
   * Sends what ended so far, and records nothing more.
   *
   * @param patience after which the rest is given up
   */
  void close(Duration patience);
}
