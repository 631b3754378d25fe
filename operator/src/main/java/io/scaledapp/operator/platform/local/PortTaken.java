package io.scaledapp.operator.platform.local;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Which port a process found taken, by what it printed before it failed.
 *
 * @param own whether it is the one that it got in PORT
 * @param foreign another port that it says and that is taken
 */
record PortTaken(boolean own, OptionalInt foreign) {

  private static final Pattern WORDS =
      Pattern.compile(
          "EADDRINUSE|address (is )?already in use|address in use|connection in use"
              + "|port \\d+ (was|is) (already )?in use",
          Pattern.CASE_INSENSITIVE);

  /** Node prints the properties of an error one a line, and the error itself long before. */
  private static final Pattern PROPERTY = Pattern.compile("port: \\d+,?");

  /** As in {@code :::3000}, {@code port 3000}, {@code ('127.0.0.1', 3000)}. */
  private static final Pattern PORT =
      Pattern.compile("(?::|\\bport[:=]? |', )(\\d{2,5})\\b", Pattern.CASE_INSENSITIVE);

  /**
   * Reads the last lines of the output.
   *
   * @param port that the process got in PORT
   * @param isTaken whether somebody listens on a port, since not every number is one
   */
  static PortTaken read(Collection<String> lines, int port, IntPredicate isTaken) {
    if (lines.stream().noneMatch(line -> WORDS.matcher(line).find())) {
      return new PortTaken(false, OptionalInt.empty());
    }
    var ports =
        lines.stream()
            .filter(line -> WORDS.matcher(line).find() || PROPERTY.matcher(line).matches())
            .flatMap(line -> PORT.matcher(line).results())
            .mapToInt(found -> Integer.parseInt(found.group(1)))
            .toArray();
    var own = Arrays.stream(ports).anyMatch(found -> found == port);
    var foreign =
        own
            ? OptionalInt.empty()
            : Arrays.stream(ports)
                .filter(found -> found < 1 << 16 && isTaken.test(found))
                .findFirst();
    return new PortTaken(own, foreign);
  }
}
