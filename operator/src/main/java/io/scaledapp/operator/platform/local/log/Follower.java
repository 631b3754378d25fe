package io.scaledapp.operator.platform.local.log;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded buffer between those who print and one listener, which it calls on its own thread. */
final class Follower {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  private final LogListener listener;
  private final int capacity;
  private final Queue<LogLine> waiting = new ArrayDeque<>();
  private final Thread thread;
  private long dropped;
  private boolean closed;

  Follower(LogListener listener, int capacity) {
    this.listener = listener;
    this.capacity = capacity;
    this.thread = Thread.ofVirtual().name("log-follower").unstarted(this::deliver);
  }

  /** Begins to deliver, with these lines before all others. */
  void start(Collection<LogLine> past) {
    synchronized (this) {
      waiting.addAll(past);
    }
    thread.start();
  }

  /** Never blocks: the oldest line goes when there is no room. */
  synchronized void offer(LogLine line) {
    if (closed) {
      return;
    }
    while (waiting.size() >= capacity) {
      waiting.remove();
      dropped++;
    }
    waiting.add(line);
    notifyAll();
  }

  /** Delivers what waits and ends. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void deliver() {
    try {
      while (true) {
        var batch = take();
        if (batch == null) {
          return;
        }
        if (batch.dropped > 0) {
          listener.dropped(batch.dropped);
        }
        batch.lines.forEach(listener::line);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("a log listener failed and gets no more lines");
      close();
    }
  }

  /** The next lines; null at the end. */
  private synchronized @Nullable Batch take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    if (waiting.isEmpty()) {
      return null;
    }
    var batch = new Batch(dropped, List.copyOf(waiting));
    waiting.clear();
    dropped = 0;
    return batch;
  }

  private record Batch(long dropped, List<LogLine> lines) {}
}
