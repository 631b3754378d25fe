package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.platform.local.probe.Check;
import java.time.Duration;

/** What is done before SIGTERM, within the grace period. */
sealed interface PreStop {

  /** Waits. */
  record Sleep(Duration duration) implements PreStop {}

  /** Runs a command or asks for a page; SIGTERM follows whatever comes of it. */
  record Call(Check check) implements PreStop {}
}
