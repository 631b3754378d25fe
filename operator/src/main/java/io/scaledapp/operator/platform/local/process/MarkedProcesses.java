package io.scaledapp.operator.platform.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds processes by a variable of their environment, which every child inherits. So also those are
 * found whose parent has gone, and those that were started in the instant before a record of them
 * was written. Where there is no {@code /proc}, {@code ps} is asked; it may hide the environment of
 * programs that the system protects.
 */
final class MarkedProcesses {
  private MarkedProcesses() {}

  /**
   * The living processes of this user whose environment has this entry.
   *
   * @param marker {@code NAME=value}, with a value that is used nowhere else
   */
  static List<ProcessHandle> find(String marker) {
    return Files.isReadable(Path.of("/proc/self/environ")) ? byProc(marker) : byPs(marker);
  }

  private static List<ProcessHandle> byProc(String marker) {
    return ProcessHandle.allProcesses().filter(handle -> hasMarker(handle.pid(), marker)).toList();
  }

  private static boolean hasMarker(long pid, String marker) {
    try {
      var environment =
          Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
      return ("\0" + environment + "\0").contains("\0" + marker + "\0");
    } catch (IOException e) {
      // Ended meanwhile, or another user's.
      return false;
    }
  }

  static List<ProcessHandle> byPs(String marker) {
    try {
      var ps = new ProcessBuilder("ps", "axeww", "-o", "pid=,command=");
      ps.redirectError(ProcessBuilder.Redirect.DISCARD);
      var process = ps.start();
      process.getOutputStream().close();
      try (var lines = process.inputReader(StandardCharsets.ISO_8859_1).lines()) {
        return lines
            .filter(line -> (line + " ").contains(" " + marker + " "))
            .flatMap(MarkedProcesses::handle)
            .filter(handle -> handle.pid() != process.pid())
            .toList();
      }
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Stream<ProcessHandle> handle(String line) {
    var pid = line.strip().split(" ", 2)[0];
    return ProcessHandle.of(Long.parseLong(pid)).stream();
  }
}
