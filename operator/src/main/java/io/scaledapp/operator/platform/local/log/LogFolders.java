package io.scaledapp.operator.platform.local.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folder of each app's log files: {@code logs/NAME}, or {@code logs/NAME~2} and so on while
 * another program run uses that one, since two writers would rotate each other's files away. Not
 * for use by several threads at once.
 */
final class LogFolders implements AutoCloseable {
  private final Path logs;
  private final Map<String, Locked> folders = new TreeMap<>();

  LogFolders(Path logs) {
    this.logs = logs;
  }

  /** The app's folder, which is ours until {@link #close}. */
  Path of(String app) throws IOException {
    var known = folders.get(app);
    if (known != null) {
      return known.folder;
    }
    for (var number = 1; ; number++) {
      var folder = Files.createDirectories(logs.resolve(number == 1 ? app : app + "~" + number));
      var channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel)) {
        folders.put(app, new Locked(folder, channel));
        return folder;
      }
      channel.close();
    }
  }

  /** The folders in use, by app. */
  Map<String, Path> used() {
    var used = new TreeMap<String, Path>();
    folders.forEach((app, locked) -> used.put(app, locked.folder));
    return used;
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    for (var locked : folders.values()) {
      locked.channel.close();
    }
    folders.clear();
  }

  private record Locked(Path folder, FileChannel channel) {}
}
