package io.scaledapp.operator.cli;

import io.scaledapp.balancer.program.UserException;
import io.scaledapp.operator.simulator.AccessLogFile;
import io.scaledapp.operator.simulator.Trace;
import io.scaledapp.operator.simulator.TraceFile;
import io.scaledapp.operator.simulator.TraceFormatException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that name the requests which are replayed. */
final class LoadOptions {

  @ArgGroup(multiplicity = "1")
  private final Source source = new Source();

  @Option(
      names = "--factor",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Copies of each request, spread over the seconds around it (default:"
              + " ${DEFAULT-VALUE}).")
  private int factor = 1;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of that spread (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** One of two kinds of files. */
  private static final class Source {
    @Option(
        names = "--trace",
        paramLabel = "FILE",
        description = "One number a line, the requests of that second; may be compressed (gzip).")
    private @Nullable Path trace;

    @Option(
        names = "--access-log",
        paramLabel = "FILE",
        description = "An access log in the common or combined format; may be compressed (gzip).")
    private @Nullable Path accessLog;
  }

  /**
   * The requests, multiplied.
   *
   * @throws UserException when they cannot be read, with what is wrong
   */
  Trace load() {
    try {
      return read().times(factor, new SplittableRandom(seed));
    } catch (NoSuchFileException missing) {
      throw new UserException(missing.getFile() + ": there is no such file");
    } catch (TraceFormatException | IllegalArgumentException invalid) {
      throw new UserException(String.valueOf(invalid.getMessage()));
    } catch (IOException broken) {
      var file = source.trace == null ? source.accessLog : source.trace;
      throw new UserException(file + ": cannot be read: " + broken.getMessage());
    } catch (ArithmeticException overflow) {
      throw new UserException("--factor " + factor + " is too large for a trace of this load");
    }
  }

  private Trace read() throws IOException {
    if (source.trace != null) {
      return TraceFile.read(source.trace);
    }
    if (source.accessLog != null) {
      return AccessLogFile.read(source.accessLog);
    }
    throw new IllegalStateException("picocli requires one of both");
  }
}
