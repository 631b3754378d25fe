package io.scaledapp.operator.platform.local.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A log file that is renamed to {@code FILE.1} when it is full, the older ones to {@code FILE.2}
 * and so on, and the oldest deleted. Not for use by several threads at once.
 */
final class RotatingFile implements AutoCloseable {
  private final Path file;
  private final LogLimits limits;
  private OutputStream out;
  private long size;

  /** Goes on with the file that is there, if any. */
  RotatingFile(Path file, LogLimits limits) throws IOException {
    this.file = file;
    this.limits = limits;
    this.out = open();
  }

  /** Appends whole lines, so that no file begins in the midst of one. */
  void write(byte[] lines) throws IOException {
    if (size > 0 && size + lines.length > limits.fileBytes()) {
      rotate();
    }
    out.write(lines);
    size += lines.length;
  }

  private void rotate() throws IOException {
    out.close();
    for (var number = limits.files() - 1; number > 0; number--) {
      var from = numbered(file, number - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(file, number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(file);
    out = open();
  }

  private OutputStream open() throws IOException {
    var opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    size = Files.size(file);
    return opened;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** The files that there may be, the present one first. */
  static List<Path> all(Path file, int files) {
    return IntStream.range(0, files).mapToObj(number -> numbered(file, number)).toList();
  }

  private static Path numbered(Path file, int number) {
    return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
  }
}
