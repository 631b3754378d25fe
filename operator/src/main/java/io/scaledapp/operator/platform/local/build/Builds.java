package io.scaledapp.operator.platform.local.build;

import io.scaledapp.operator.platform.local.log.Logs;
import io.scaledapp.operator.platform.local.process.ExitStatus;
import io.scaledapp.operator.platform.local.process.Launch;
import io.scaledapp.operator.platform.local.process.Launcher;
import io.scaledapp.operator.platform.local.process.RunningProcess;
import io.scaledapp.operator.platform.local.process.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs builds. Those of one folder wait for each other; those of different folders do not. A build
 * is skipped when its command and the contents of its inputs are as they were at its last success.
 * Any thread.
 */
public final class Builds {
  private static final Logger log = LoggerFactory.getLogger(Builds.class);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final BuildRecords records;
  private final FolderLocks locks;
  private final Launcher launcher;
  private final Logs logs;
  private final Duration timeout;
  private final InstantSource clock;

  /**
   * Keeps what it remembers in {@code builds} below the state folder.
   *
   * @param timeout longest time of one build
   */
  public Builds(
      Path stateFolder, Launcher launcher, Logs logs, Duration timeout, InstantSource clock) {
    var folder = stateFolder.resolve("builds");
    this.records = new BuildRecords(folder);
    this.locks = new FolderLocks(folder);
    this.launcher = launcher;
    this.logs = logs;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Returns when the app is built. An interrupt ends the build, with all that it started.
   *
   * @throws BuildException with a message for the user
   */
  public void run(BuildSpec spec) throws BuildException, InterruptedException {
    try (var held = locks.acquire(spec.folder())) {
      var fingerprint = Fingerprint.of(spec);
      if (fingerprint.isPresent() && records.holds(spec, fingerprint.get())) {
        log.atDebug().addKeyValue("app", spec.app()).log("inputs are unchanged, no build");
        return;
      }
      // A build that fails half-way leaves nothing to go by.
      records.invalidate(spec);
      var before = BuildRecords.entries(spec.folder());
      execute(spec);
      if (fingerprint.isPresent()) {
        records.keep(spec, fingerprint.get(), before);
      }
    } catch (IOException e) {
      throw new BuildException("the build cannot run: " + e.getMessage(), e);
    }
  }

  private void execute(BuildSpec spec) throws BuildException, IOException, InterruptedException {
    var id = UUID.randomUUID().toString();
    var environment = Map.of("SCALEDAPP_APP", spec.app(), "SCALEDAPP_BUILD", id);
    var launch = new Launch("spec.local.build.command", spec.command(), environment, spec.folder());
    try (var sink = logs.build(spec.app())) {
      var process =
          RunningProcess.start(launcher, launch, "SCALEDAPP_BUILD=" + id, sink, clock, code -> {});
      var code = await(process);
      if (code.isEmpty()) {
        throw failure(spec, "took longer than %d s".formatted(timeout.toSeconds()), process);
      }
      if (code.getAsInt() != 0) {
        throw failure(spec, ExitStatus.describe(code.getAsInt()), process);
      }
    } catch (StartException e) {
      throw new BuildException(e.getMessage(), e);
    }
  }

  private OptionalInt await(RunningProcess process) throws InterruptedException {
    try {
      var code = process.awaitExit(timeout);
      if (code.isEmpty()) {
        process.stop(GRACE);
      }
      return code;
    } finally {
      process.clear();
    }
  }

  private static BuildException failure(BuildSpec spec, String how, RunningProcess process) {
    return new BuildException(
        "build failed: \"%s\" in %s %s%s"
            .formatted(String.join(" ", spec.command()), spec.folder(), how, process.lastOutput()));
  }
}
