package io.scaledapp.operator.platform.local.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Cuts a stream of bytes into lines of UTF-8 text. Line ends are {@code \n} and {@code \r\n}. A
 * longer line than the limit is given in parts. Not for use by several threads at once.
 */
final class LineSplitter {
  private final int limit;
  private final BiConsumer<String, Boolean> lines;
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  // A line of which parts were given has an end to be given too, though it may be empty.
  private boolean open;

  /**
   * Begins a stream.
   *
   * @param limit longest line in bytes, at least 4
   * @param lines gets each line, and whether it goes on
   */
  LineSplitter(int limit, BiConsumer<String, Boolean> lines) {
    this.limit = limit;
    this.lines = lines;
  }

  void accept(byte[] bytes, int length) {
    for (var i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        give(false);
      } else {
        // A part never ends within a character: bytes 10xxxxxx go on with one.
        var mayEnd = (bytes[i] & 0xC0) != 0x80 || pending.size() >= limit + 4;
        if (pending.size() >= limit && mayEnd) {
          give(true);
        }
        pending.write(bytes[i]);
      }
    }
  }

  /** Whether a line has begun of which nothing was given yet. */
  boolean hasPart() {
    return pending.size() > 0;
  }

  /** Gives what has come of a line that has not ended, such as a prompt. */
  void flushPart() {
    if (pending.size() > 0) {
      give(true);
    }
  }

  /** Ends the stream, and with it its last line. */
  void end() {
    if (pending.size() > 0 || open) {
      give(false);
    }
  }

  private void give(boolean partial) {
    var text = pending.toString(StandardCharsets.UTF_8);
    pending.reset();
    open = partial;
    lines.accept(
        !partial && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, partial);
  }
}
