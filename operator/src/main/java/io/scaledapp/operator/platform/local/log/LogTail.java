package io.scaledapp.operator.platform.local.log;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/** Reads the end of a log from its file and the rotated ones before it. */
final class LogTail {
  /** What is read of each file at most, so that a tail costs little whatever the files hold. */
  private static final int LIMIT = 1 << 20;

  private LogTail() {}

  /** The last lines, oldest first; fewer when the ends of the files do not hold so many. */
  static List<LogLine> read(String app, String source, List<Path> newestFirst, int lines)
      throws IOException {
    var tail = new ArrayDeque<LogLine>();
    for (var file : newestFirst) {
      var texts = end(file).lines().toList();
      for (var i = texts.size() - 1; i >= 0 && tail.size() < lines; i--) {
        CriFormat.parse(app, source, texts.get(i)).ifPresent(tail::addFirst);
      }
      if (tail.size() >= lines) {
        break;
      }
    }
    return List.copyOf(tail);
  }

  private static String end(Path file) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      var from = Math.max(0, channel.size() - LIMIT);
      var bytes = Channels.newInputStream(channel.position(from)).readNBytes(LIMIT);
      var text = new String(bytes, StandardCharsets.UTF_8);
      // The first line is likely cut.
      return from == 0 ? text : text.substring(text.indexOf('\n') + 1);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
