package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.JobFailedException;
import io.scaledapp.operator.platform.local.log.LogSink;
import io.scaledapp.operator.platform.local.process.ExitStatus;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.RunningProcess;
import io.scaledapp.operator.platform.local.process.StartException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** Runs a command of an app to its end, in the environment of a replica. Any thread. */
final class JobProcess {
  private final Launcher launcher;
  private final InstantSource clock;

  JobProcess(Launcher launcher, InstantSource clock) {
    this.launcher = launcher;
    this.clock = clock;
  }

  /**
   * Returns when it has ended well, with all that it started. An interrupt ends it in order.
   *
   * @param field that the command comes from, for messages
   * @param timeout one that takes longer is ended
   * @throws JobFailedException with what happened, for a person
   */
  void run(
      ReplicaTemplate template, String field, List<String> command, Duration timeout, LogSink sink)
      throws InterruptedException {
    var id = template.name() + "-" + UUID.randomUUID();
    var launch = template.job(field, command, id);
    try {
      var process =
          RunningProcess.start(launcher, launch, "SCALEDAPP_JOB=" + id, sink, clock, code -> {});
      judge(await(process, timeout, template.grace()), command, process);
    } catch (StartException e) {
      throw new JobFailedException(String.valueOf(e.getMessage()));
    }
  }

  private static OptionalInt await(RunningProcess process, Duration timeout, Duration grace)
      throws InterruptedException {
    try {
      var code = process.awaitExit(timeout);
      if (code.isEmpty()) {
        process.stop(grace);
      }
      return code;
    } catch (InterruptedException e) {
      process.stop(grace);
      throw e;
    } finally {
      process.clear();
    }
  }

  private static void judge(OptionalInt code, List<String> command, RunningProcess process) {
    if (code.isEmpty() || code.getAsInt() != 0) {
      var how =
          code.isEmpty()
              ? "was not done within its timeout and was ended"
              : ExitStatus.describe(code.getAsInt());
      throw new JobFailedException(
          "\"%s\" %s%s".formatted(String.join(" ", command), how, process.lastOutput()));
    }
  }
}
