package io.scaledapp.operator.platform.local.probe;

import io.scaledapp.operator.platform.local.process.ExitStatus;
import io.scaledapp.operator.platform.local.process.Launch;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.ProcessKey;
import io.scaledapp.operator.platform.local.process.ProcessTree;
import io.scaledapp.operator.platform.local.process.StartException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Runs a command beside the replica. */
final class ExecCheck {
  private static final String MARKER = "SCALEDAPP_PROBE";

  private final Launcher launcher;

  ExecCheck(Launcher launcher) {
    this.launcher = launcher;
  }

  Optional<String> attempt(Check.Exec check, Target target, Duration timeout)
      throws InterruptedException {
    var id = UUID.randomUUID().toString();
    var environment = new HashMap<>(target.environment());
    environment.put(MARKER, id);
    var launch = new Launch("exec.command", check.command(), environment, target.folder());
    try {
      var process = launcher.startBrief(launch);
      try {
        return verdict(check, process, timeout);
      } finally {
        if (process.isAlive()) {
          end(process, id);
        }
      }
    } catch (StartException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void end(Process process, String id) throws InterruptedException {
    var roots = ProcessKey.of(process.pid()).stream().toList();
    new ProcessTree(roots, MARKER + "=" + id).kill();
  }

  private static Optional<String> verdict(Check.Exec check, Process process, Duration timeout)
      throws InterruptedException {
    if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return Optional.of(
          "%s did not end within %d ms".formatted(check.command(), timeout.toMillis()));
    }
    var code = process.exitValue();
    return code == 0
        ? Optional.empty()
        : Optional.of("%s %s".formatted(check.command(), ExitStatus.describe(code)));
  }
}
