package io.scaledapp.operator.platform.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names one process for ever: its pid together with when it started, since pids are used again.
 *
 * @param pid its number
 * @param start its start, without spaces. On Linux the boot id and the clock ticks since that boot,
 *     which a change of the wall clock does not move; elsewhere milliseconds since the epoch
 */
public record ProcessKey(long pid, String start) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** The living process of this pid; a zombie has ended. */
  public static Optional<ProcessKey> of(long pid) {
    var bootId = Boot.ID;
    var start = bootId != null ? linuxStart(pid, bootId) : portableStart(pid);
    return start.map(text -> new ProcessKey(pid, text));
  }

  /** Reads what {@link #toString} wrote; empty when the line is damaged. */
  public static Optional<ProcessKey> parse(String line) {
    var parts = line.split(" ", -1);
    if (parts.length != 2 || parts[1].isEmpty() || !parts[0].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new ProcessKey(Long.parseLong(parts[0]), parts[1]));
  }

  /** Whether this very process lives, and not another one with its pid. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** A handle on this very process; empty when it has ended. */
  public Optional<ProcessHandle> handle() {
    // The handle remembers the start that it saw and signals no other process. It is taken before
    // the comparison, so a process that begins in between is never behind it.
    return ProcessHandle.of(pid).filter(handle -> isAlive());
  }

  @Override
  public String toString() {
    return pid + " " + start;
  }

  private static Optional<String> linuxStart(long pid, String bootId) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      // proc(5): the name in brackets may hold spaces and brackets; state is field 3, starttime 22.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      var ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended ? Optional.empty() : Optional.of(bootId + ":" + fields[19]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> portableStart(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(instant -> "epoch:" + instant.toEpochMilli());
  }

  /** Read once, at the first use. */
  private static final class Boot {
    static final @Nullable String ID = read();

    private static @Nullable String read() {
      try {
        return Files.readString(BOOT_ID).trim();
      } catch (IOException e) {
        return null;
      }
    }
  }
}
