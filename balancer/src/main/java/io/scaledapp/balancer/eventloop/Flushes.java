package io.scaledapp.balancer.eventloop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of one event loop that have something written and not flushed. Every entry into the
 * balancer's code ends with {@link #flush}, so a batch of writes becomes one system call a channel.
 */
public final class Flushes {
  private static final Logger log = LoggerFactory.getLogger(Flushes.class);

  private final List<ChannelEnd> pending = new ArrayList<>();
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

  /** Notes that something is written to the channel; once is enough. */
  void add(ChannelEnd channel) {
    pending.add(channel);
  }

  /**
   * Runs the task once before the next flush: it has something to write when nothing more comes for
   * now. What it throws is its own affair, and is only logged here.
   */
  public void before(Runnable task) {
    tasks.add(task);
  }

  /** Flushes all that was noted, and what is written in the course of it. */
  public void flush() {
    do {
      runTasks();
      // By index: a flush may make a channel writable again, and more be written and noted.
      for (int i = 0; i < pending.size(); i++) {
        pending.get(i).flush();
      }
      pending.clear();
    } while (!tasks.isEmpty());
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("what was to be written before a flush failed");
      }
    }
  }
}
