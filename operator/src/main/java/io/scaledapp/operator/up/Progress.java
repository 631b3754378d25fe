package io.scaledapp.operator.up;

import io.scaledapp.operator.app.AppEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tells on the console what happens, a short line each with its time. Any thread may tell, and none
 * is held up for long by a console that takes no more, such as a stopped pager: lines are lost
 * then.
 */
final class Progress implements AutoCloseable {

  private static final int MOST_WAITING = 256;
  private static final long PATIENCE_MILLIS = 1_000;

  private final PrintStream out;
  private final BlockingQueue<Line> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  // Writing to a pipe holds its thread, and virtual threads share few.
  private final Thread writer = Thread.ofPlatform().daemon().name("console").unstarted(this::write);
  private final InstantSource clock;
  private final DateTimeFormatter time;

  private sealed interface Line {
    record Text(String text) implements Line {}

    record End() implements Line {}
  }

  Progress(PrintStream out, InstantSource clock, ZoneId zone) {
    this.out = out;
    this.clock = clock;
    time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
    writer.start();
  }

  void tell(AppEvent event) {
    var who = event.replica() == null ? event.appName() : event.replica();
    line(event.at(), who + ": " + event.message());
  }

  void tell(String message) {
    line(clock.instant(), message);
  }

  /** A line of a replica's output, which has its own prefix. Waits until there is room. */
  void output(String line) {
    try {
      waiting.put(new Line.Text(line));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what waits, for a second at most. */
  @Override
  public void close() {
    offer(new Line.End());
    try {
      writer.join(Duration.ofMillis(PATIENCE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void line(Instant at, String text) {
    offer(new Line.Text(time.format(at) + " " + text));
  }

  private void offer(Line line) {
    try {
      if (writer.isAlive()) {
        var unused = waiting.offer(line, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    try {
      while (waiting.take() instanceof Line.Text(String text)) {
        out.println(text);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
