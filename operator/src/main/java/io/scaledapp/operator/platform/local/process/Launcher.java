package io.scaledapp.operator.platform.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts processes, each in a session of its own, and records them in the folder of the run. Any
 * thread.
 */
public final class Launcher {
  private final RunFolder run;

  public Launcher(RunFolder run) {
    this.run = run;
  }

  /**
   * Looks whether a process could be started.
   *
   * @throws StartException with a message for the user when it could not
   */
  public void check(Launch launch) throws StartException {
    builder(launch);
  }

  /**
   * Starts a process whose output must be read. Its input is empty.
   *
   * @throws StartException with a message for the user
   */
  public Process start(Launch launch) throws StartException {
    return start(launch, builder(launch), true);
  }

  /**
   * Starts a process that soon ends, such as a probe. Its output goes nowhere, and there is no
   * record of it, so that the records do not grow with time.
   *
   * @throws StartException with a message for the user
   */
  public Process startBrief(Launch launch) throws StartException {
    var builder = builder(launch);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return start(launch, builder, false);
  }

  private ProcessBuilder builder(Launch launch) throws StartException {
    if (!Files.isDirectory(launch.folder())) {
      throw new StartException("the working folder %s is not there".formatted(launch.folder()));
    }
    var builder = new ProcessBuilder();
    setEnvironment(builder, launch);
    builder.command(command(launch, builder));
    builder.directory(launch.folder().toFile());
    return builder.redirectInput(new File("/dev/null"));
  }

  private Process start(Launch launch, ProcessBuilder builder, boolean recorded)
      throws StartException {
    try {
      var process = builder.start();
      if (recorded) {
        record(process);
      }
      return process;
    } catch (IOException | IllegalArgumentException e) {
      throw new StartException(
          "%s: cannot start %s: %s"
              .formatted(launch.place(), launch.command().getFirst(), e.getMessage()),
          e);
    }
  }

  private void setEnvironment(ProcessBuilder builder, Launch launch) throws StartException {
    try {
      builder.environment().putAll(launch.environment());
    } catch (IllegalArgumentException e) {
      throw new StartException(launch.place() + ": not an environment: " + e.getMessage(), e);
    }
    builder.environment().put("SCALEDAPP_UP", run.id());
  }

  private static List<String> command(Launch launch, ProcessBuilder builder) throws StartException {
    var words = launch.command();
    var program =
        Program.find(words.getFirst(), launch.folder(), builder.environment(), launch.place());
    var command = new ArrayList<>(OwnSession.command());
    command.add(program.toString());
    command.addAll(words.subList(1, words.size()));
    return command;
  }

  private void record(Process process) throws IOException {
    // No key means that it has ended already.
    var key = ProcessKey.of(process.pid());
    if (key.isEmpty()) {
      return;
    }
    try {
      run.record(key.get());
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }
}
