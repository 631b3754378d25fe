package io.scaledapp.operator.platform.local.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets one build at a time work in a folder, over all programs with this state folder. Any thread.
 */
final class FolderLocks {
  private static final Duration POLL = Duration.ofMillis(100);

  // In this process, where a file lock says nothing, by a semaphore; between processes by a file.
  private static final Map<Path, Semaphore> IN_PROCESS = new ConcurrentHashMap<>();

  private final Path locks;

  FolderLocks(Path locks) {
    this.locks = locks;
  }

  /** Waits for the folder, for as long as another build has it; closing gives it back. */
  Held acquire(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(locks);
    var file = locks.resolve(Fingerprint.ofText(folder.toString()) + ".lock");
    var semaphore = IN_PROCESS.computeIfAbsent(file, any -> new Semaphore(1));
    semaphore.acquire();
    try {
      return new Held(semaphore, lock(file));
    } catch (IOException | InterruptedException | RuntimeException e) {
      semaphore.release();
      throw e;
    }
  }

  private static FileChannel lock(Path file) throws IOException, InterruptedException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      // Polled, since a thread that waits for a file lock in the kernel cannot be interrupted.
      while (channel.tryLock() == null) {
        Thread.sleep(POLL);
      }
      return channel;
    } catch (IOException | InterruptedException e) {
      channel.close();
      throw e;
    }
  }

  /** A folder that is ours. */
  static final class Held implements AutoCloseable {
    private final Semaphore semaphore;
    private final FileChannel channel;

    private Held(Semaphore semaphore, FileChannel channel) {
      this.semaphore = semaphore;
      this.channel = channel;
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        semaphore.release();
      }
    }
  }
}
