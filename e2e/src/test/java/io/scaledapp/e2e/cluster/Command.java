package io.scaledapp.e2e.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of this machine that runs to its end. */
public final class Command {

  /** What a program printed, standard error included where it was asked for, and how it ended. */
  public record Result(List<String> command, int exitCode, String output) {

    /** The output, or a failure of the test that shows it. */
    public String orFail() {
      if (exitCode != 0) {
        throw new AssertionError(
            "%s ended with %d:%n%s".formatted(String.join(" ", command), exitCode, output));
      }
      return output;
    }
  }

  private Command() {}

  /** Runs a program with further environment variables; its output has standard error too. */
  public static Result run(Map<String, String> environment, Duration limit, List<String> command) {
    return run(environment, limit, command, Redirect.PIPE);
  }

  /** Runs a program whose standard error the user sees at once, as progress. */
  static Result runShowingProgress(Duration limit, List<String> command) {
    return run(Map.of(), limit, command, Redirect.INHERIT);
  }

  private static Result run(
      Map<String, String> environment, Duration limit, List<String> command, Redirect errors) {
    try {
      var builder = new ProcessBuilder(command).redirectInput(Redirect.from(new File("/dev/null")));
      builder.redirectErrorStream(errors == Redirect.PIPE).redirectError(errors);
      builder.environment().putAll(environment);
      var process = builder.start();
      return awaitEnd(process, limit, command);
    } catch (IOException e) {
      return new Result(command, 127, e.toString());
    }
  }

  private static Result awaitEnd(Process process, Duration limit, List<String> command) {
    process
        .onExit()
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            late -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              return process.destroyForcibly();
            });
    try (var reader = process.inputReader(UTF_8)) {
      var output = reader.readAllAsString();
      return new Result(command, process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }
}
