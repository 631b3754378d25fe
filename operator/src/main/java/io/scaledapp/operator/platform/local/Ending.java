package io.scaledapp.operator.platform.local;

import java.time.Duration;

/** Why a process of a replica ends. */
sealed interface Ending {

  /** By itself. */
  record Exited(int code) implements Ending {}

  /**
   * Since a probe says so.
   *
   * @param grace from the begin of the stop to SIGKILL
   */
  record Unhealthy(String reason, Duration grace) implements Ending {}

  /** Since the replica was told to stop. */
  record Stopped() implements Ending {}
}
