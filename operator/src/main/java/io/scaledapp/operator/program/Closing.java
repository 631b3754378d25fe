package io.scaledapp.operator.program;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was started, the last first. A part that is started while all are being closed, since
 * a signal came early, is closed at once.
 */
public final class Closing implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  /** Takes in a part, and answers with it. */
  public synchronized <T extends AutoCloseable> T add(T part) {
    if (closed) {
      close(part);
    } else {
      started.push(part);
    }
    return part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      close(started.pop());
    }
  }

  /** One part that cannot be closed must not keep the others open. */
  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      log.atWarn().addKeyValue("reason", e).log("a part did not close");
    }
  }
}
