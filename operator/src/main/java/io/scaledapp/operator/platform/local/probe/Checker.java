package io.scaledapp.operator.platform.local.probe;

import io.scaledapp.operator.platform.local.process.Launcher;
import java.time.Duration;
import java.util.Optional;

/** Carries checks out. Any thread; an attempt blocks its caller for the time-out at most. */
public final class Checker {
  private final ExecCheck exec;

  public Checker(Launcher launcher) {
    this.exec = new ExecCheck(launcher);
  }

  /** Makes one attempt; returns why it failed, or nothing when it passed. */
  public Optional<String> attempt(Check check, Target target, Duration timeout)
      throws InterruptedException {
    return switch (check) {
      case Check.Http http -> HttpCheck.attempt(http, target, timeout);
      case Check.Tcp tcp -> TcpCheck.attempt(tcp, target, timeout);
      case Check.Exec command -> exec.attempt(command, target, timeout);
    };
  }
}
