package io.scaledapp.operator.platform.local.probe;

import java.time.Duration;
import java.util.Optional;

/** Told what the probes of one process say. Called on the probes' threads. */
public interface ProbeListener {
  /** The process was never ready, and ought to be by what its probe says. */
  void notYetReady(String reason);

  /**
   * The process was never ready, and nothing accepts connections on its own port.
   *
   * @param otherwise what its probe says beside that; may be empty
   */
  void notListening(int port, String otherwise);

  /** The process can take requests. */
  void ready();

  /** The process was ready and cannot take requests for the time being. */
  void notReady(String reason);

  /**
   * The process must be started anew.
   *
   * @param grace from SIGTERM to SIGKILL, when it is not the template's
   */
  void unhealthy(String reason, Optional<Duration> grace);
}
