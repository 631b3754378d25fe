package io.scaledapp.operator.platform.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what runs left behind that could not clean up, such as one that got {@code kill -9}. A run
 * is dead when its lock is free. Ended are its recorded processes, if both pid and start time
 * match, whatever has its marker in the environment, and their descendants; never another process.
 */
public final class OrphanReaper {
  private static final Logger log = LoggerFactory.getLogger(OrphanReaper.class);
  private static final Pattern RUN = Pattern.compile("[0-9a-f]{16}");

  private final Path runs;
  private final Duration grace;

  /**
   * For one state folder.
   *
   * @param grace from SIGTERM to SIGKILL
   */
  public OrphanReaper(Path stateFolder, Duration grace) {
    this.runs = stateFolder.resolve("runs");
    this.grace = grace;
  }

  /**
   * Reaps every dead run; takes up to the grace period for each of them.
   *
   * @return the processes that were ended
   */
  public List<ProcessKey> reap() throws IOException, InterruptedException {
    var ended = new ArrayList<ProcessKey>();
    for (var folder : runFolders()) {
      ended.addAll(reapIfDead(folder));
    }
    return List.copyOf(ended);
  }

  private List<Path> runFolders() throws IOException {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (var entries = Files.list(runs)) {
      return entries.filter(OrphanReaper::mayBeDead).toList();
    }
  }

  private static boolean mayBeDead(Path folder) {
    var name = folder.getFileName().toString();
    return RUN.matcher(name).matches() && !RunFolder.isOurs(name);
  }

  private Collection<ProcessKey> reapIfDead(Path folder) throws IOException, InterruptedException {
    try (var channel = FileChannel.open(folder.resolve(RunFolder.LOCK), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      // Held to the end, so that of two reapers only one works on a run.
      return lock == null ? List.of() : reap(folder);
    } catch (NoSuchFileException e) {
      // Killed between the two deletes that end a run, or ended just now.
      RunFolder.delete(folder);
      return List.of();
    }
  }

  private Collection<ProcessKey> reap(Path folder) throws IOException, InterruptedException {
    var run = folder.getFileName().toString();
    var tree = RunFolder.tree(folder);
    var orphans = tree.look().keySet();
    if (!orphans.isEmpty()) {
      log.atInfo()
          .addKeyValue("reason", "run " + run + " ended without cleaning up")
          .addKeyValue("processes", orphans.stream().map(ProcessKey::pid).sorted().toList())
          .log("ending orphaned processes");
      tree.stop(grace);
    }
    RunFolder.delete(folder);
    return orphans;
  }
}
