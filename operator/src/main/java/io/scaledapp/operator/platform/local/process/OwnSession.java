package io.scaledapp.operator.platform.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Commands that run their arguments as the leader of a new session, under the same pid. Ctrl-C on
 * the terminal then reaches only this program, which stops the processes in order, and not the
 * processes themselves at the same moment. The JDK has no means of its own for it.
 */
final class OwnSession {
  private static final List<String> COMMAND = available().findFirst().orElse(List.of());

  private OwnSession() {}

  /** The first words of a command; none when this machine has no such program. */
  static List<String> command() {
    return COMMAND;
  }

  static Stream<List<String>> available() {
    return Stream.of(
            List.of("/usr/bin/setsid"),
            List.of("/bin/setsid"),
            // macOS has no setsid, but Perl.
            List.of(
                "/usr/bin/perl",
                "-MPOSIX",
                "-e",
                "POSIX::setsid(); exec {$ARGV[0]} @ARGV; die \"$ARGV[0]: $!\\n\""))
        .filter(words -> Files.isExecutable(Path.of(words.getFirst())));
  }
}
