package io.scaledapp.operator.control.slot;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Tasks one after the other, at times that pass without waiting. */
final class VirtualTime {

  private record Task(long at, long number, Runnable action) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private long now;
  private long numbers;

  long nanos() {
    return now;
  }

  void after(Duration delay, Runnable action) {
    tasks.add(new Task(now + delay.toNanos(), numbers++, action));
  }

  /** Does the next task; false if there is none until then. */
  boolean step(Duration until) {
    var next = tasks.peek();
    if (next == null || next.at() > until.toNanos()) {
      return false;
    }
    tasks.poll();
    now = next.at();
    next.action().run();
    return true;
  }
}
