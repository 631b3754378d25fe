package io.scaledapp.operator.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A simulation second by second, as comma-separated values (RFC 4180) with a head, so that what a
 * live app did under the same requests can be laid beside it.
 */
public final class Series {

  private static final String HEAD = "second,requests,demand,ready,waiting\n";

  private Series() {}

  /**
   * Writes a file, over one that is there.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(Run run, Trace trace, Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      out.write(HEAD);
      for (var second = 0; second < trace.seconds(); second++) {
        out.write(row(run, trace, second));
      }
    }
  }

  private static String row(Run run, Trace trace, int second) {
    return String.format(
        Locale.ROOT,
        "%d,%d,%.3f,%d,%d%n",
        second,
        trace.arrivals()[second],
        run.demand()[second],
        run.supply()[second],
        run.queue()[second]);
  }
}
