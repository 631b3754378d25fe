package io.scaledapp.balancer.accesslog;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go: the end of a file, or the standard output. A file that was moved away or removed,
 * as log rotation does, is opened anew; one that was copied and truncated goes on. For one thread.
 */
final class LogFile implements Closeable {
  private final @Nullable Path path;
  private OutputStream out;

  /** What tells the open file from another of its name. */
  private @Nullable Object key;

  private LogFile(@Nullable Path path, OutputStream out, @Nullable Object key) {
    this.path = path;
    this.out = out;
    this.key = key;
  }

  /**
   * Opens it.
   *
   * @throws IOException if it cannot be written to, with its name and the reason
   */
  static LogFile open(Optional<Path> path) throws IOException {
    if (path.isEmpty()) {
      return new LogFile(null, new FileOutputStream(FileDescriptor.out), null);
    }
    var out = append(path.get());
    return new LogFile(path.get(), out, key(path.get()));
  }

  private static OutputStream append(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      // To open a pipe would wait for its reader.
      throw new IOException(path + ": is no regular file; leave it out for the standard output");
    }
    try {
      return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (NoSuchFileException e) {
      throw new IOException(path + ": its folder is not there; make it", e);
    } catch (IOException e) {
      throw new IOException(path + ": cannot be written to: " + e, e);
    }
  }

  private static @Nullable Object key(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Writes all the bytes at its end. */
  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Opens the file anew if it is another than the one of its name. */
  void follow() throws IOException {
    if (path == null) {
      return;
    }
    var present = key(path);
    if (present == null || !present.equals(key)) {
      var next = append(path);
      out.close();
      out = next;
      key = key(path);
    }
  }

  /** The standard output stays open. */
  @Override
  public void close() throws IOException {
    if (path != null) {
      out.close();
    }
  }
}
