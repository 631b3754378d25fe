package io.scaledapp.operator.platform.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much memory trees of processes have in use. Whose a process is says a variable of its
 * environment, which children inherit; one without it is its parent's. A process alone counts with
 * its resident set, as {@code ps} shows it. Of several, pages that they share count once, by the
 * proportional set size, where the system tells it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html">smaps_rollup</a>
 */
public final class ResidentMemory {

  private static final Path PROC = Path.of("/proc");
  private static final long KIBIBYTE = 1024;
  private static final Pattern PS =
      Pattern.compile("\\s*([0-9]{1,9})\\s+([0-9]{1,9})\\s+([0-9]{1,15})\\s(.*)");

  private ResidentMemory() {}

  /**
   * A process.
   *
   * @param owner the variable's value; null where it has none
   * @param kibibytes its resident set, where that is read together with the rest
   */
  record Row(long pid, long parent, @Nullable String owner, long kibibytes) {}

  /**
   * The bytes of each tree of this user, by the variable's value.
   *
   * @throws IOException if the system's processes cannot be listed
   */
  public static Map<String, Long> by(String variable) throws IOException {
    var result = new HashMap<String, Long>();
    if (Files.isReadable(PROC.resolve("self/environ"))) {
      trees(byProc(variable)).forEach((owner, tree) -> result.put(owner, procBytes(tree)));
    } else {
      trees(byPs(variable)).forEach((owner, tree) -> result.put(owner, resident(tree)));
    }
    return result;
  }

  /** The processes of each owner. */
  static Map<String, List<Row>> trees(Collection<Row> all) {
    var byPid = new HashMap<Long, Row>();
    all.forEach(row -> byPid.put(row.pid(), row));
    var trees = new HashMap<String, List<Row>>();
    for (var row : all) {
      var owner = owner(row, byPid);
      if (owner != null) {
        trees.computeIfAbsent(owner, name -> new ArrayList<>()).add(row);
      }
    }
    return trees;
  }

  private static @Nullable String owner(Row row, Map<Long, Row> byPid) {
    // A list that was read while pids were used again may go round.
    var met = new HashSet<Long>();
    var one = row;
    while (one != null && met.add(one.pid())) {
      if (one.owner() != null) {
        return one.owner();
      }
      one = byPid.get(one.parent());
    }
    return null;
  }

  private static List<Row> byProc(String variable) {
    return ProcessHandle.allProcesses()
        .map(
            handle ->
                new Row(
                    handle.pid(),
                    handle.parent().map(ProcessHandle::pid).orElse(0L),
                    environment(handle.pid(), variable),
                    0))
        .toList();
  }

  private static @Nullable String environment(long pid, String variable) {
    try {
      var entries =
          Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1)
              .split("\0", -1);
      var name = variable + "=";
      return Stream.of(entries)
          .filter(entry -> entry.startsWith(name))
          .map(entry -> entry.substring(name.length()))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      // Ended meanwhile, or another user's.
      return null;
    }
  }

  private static long procBytes(List<Row> tree) {
    var alone = tree.size() == 1;
    return tree.stream().mapToLong(row -> procKibibytes(row.pid(), alone)).sum() * KIBIBYTE;
  }

  private static long procKibibytes(long pid, boolean alone) {
    var shared = alone ? -1 : entry(pid, "smaps_rollup", "Pss:");
    return shared >= 0 ? shared : Math.max(0, entry(pid, "status", "VmRSS:"));
  }

  /** The number of a line such as {@code VmRSS: 1234 kB}; -1 where there is none. */
  private static long entry(long pid, String file, String name) {
    try (var lines = Files.lines(PROC.resolve(pid + "/" + file), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(-1);
    } catch (IOException | UncheckedIOException e) {
      // Ended meanwhile, or an older kernel.
      return -1;
    }
  }

  private static long resident(List<Row> tree) {
    return tree.stream().mapToLong(Row::kibibytes).sum() * KIBIBYTE;
  }

  private static List<Row> byPs(String variable) throws IOException {
    var ps = new ProcessBuilder("ps", "axeww", "-o", "pid=,ppid=,rss=,command=");
    ps.redirectError(ProcessBuilder.Redirect.DISCARD);
    var process = ps.start();
    process.getOutputStream().close();
    try (var lines = process.inputReader(StandardCharsets.ISO_8859_1).lines()) {
      return lines.flatMap(line -> psRow(line, variable).stream()).toList();
    }
  }

  /** Reads {@code pid ppid rss command NAME=value …}; nothing of a line that is none. */
  static List<Row> psRow(String line, String variable) {
    var of = PS.matcher(line);
    if (!of.matches()) {
      return List.of();
    }
    var entry = Pattern.compile(" " + Pattern.quote(variable) + "=([^ ]+)").matcher(of.group(4));
    return List.of(
        new Row(
            Long.parseLong(of.group(1)),
            Long.parseLong(of.group(2)),
            entry.find() ? entry.group(1) : null,
            Long.parseLong(of.group(3))));
  }
}
