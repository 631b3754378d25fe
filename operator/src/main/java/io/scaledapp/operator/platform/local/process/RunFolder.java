package io.scaledapp.operator.platform.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What one run leaves behind for {@link OrphanReaper}, should it be killed: a lock file that is
 * locked while the run lives, and a record of each process that it started. Any thread.
 */
public final class RunFolder implements AutoCloseable {
  static final String LOCK = "lock";
  static final String PROCESSES = "processes";

  /**
   * Runs of this very process. Opening and closing a lock file a second time would give up the lock
   * that is held on it, since POSIX locks belong to the process.
   */
  private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;

  private RunFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Begins a run; the folder is {@code runs/ID} below the state folder. */
  public static RunFolder create(Path stateFolder) throws IOException {
    var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    var runs = Files.createDirectories(stateFolder.resolve("runs"));
    // Made under a name that the reaper leaves alone, and renamed once it is locked.
    var unborn = Files.createDirectory(runs.resolve("." + id));
    var lock =
        FileChannel.open(
            unborn.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      throw new IOException(unborn.resolve(LOCK) + " is locked by another process");
    }
    Files.createFile(unborn.resolve(PROCESSES));
    OURS.add(id);
    return new RunFolder(Files.move(unborn, runs.resolve(id)), lock);
  }

  /** Names the run; no other run has it. */
  public String id() {
    return folder.getFileName().toString();
  }

  /** {@code NAME=value} that every process of the run has in its environment. */
  public String marker() {
    return marker(id());
  }

  /** Sends SIGKILL to all that the run started until none of it is left. */
  public void kill() throws IOException, InterruptedException {
    tree(folder).kill();
  }

  /** All that a run started and that lives. */
  static ProcessTree tree(Path folder) throws IOException {
    return new ProcessTree(recorded(folder), marker(folder.getFileName().toString()));
  }

  private static List<ProcessKey> recorded(Path folder) throws IOException {
    var file = folder.resolve(PROCESSES);
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(ProcessKey::parse)
        .flatMap(Optional::stream)
        .toList();
  }

  static boolean isOurs(String id) {
    return OURS.contains(id);
  }

  static String marker(String id) {
    return "SCALEDAPP_UP=" + id;
  }

  /**
   * Remembers a process that was started. The record outlives this process as soon as the kernel
   * has it; it need not outlive the machine, since the process does not either.
   */
  public synchronized void record(ProcessKey process) throws IOException {
    Files.writeString(
        folder.resolve(PROCESSES),
        process + "\n",
        StandardOpenOption.WRITE,
        StandardOpenOption.APPEND);
  }

  /** Ends the run; call it when none of its processes is left. */
  @Override
  public void close() throws IOException {
    delete(folder);
    lock.close();
    OURS.remove(id());
  }

  static void delete(Path folder) throws IOException {
    for (var file : List.of(PROCESSES, LOCK)) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
  }
}
