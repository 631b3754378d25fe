package io.scaledapp.operator.up;

import io.scaledapp.operator.app.AppEvent;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Tells on the console what happens, a short line each with its time. Any thread may tell. */
final class Progress {

  private final PrintStream out;
  private final InstantSource clock;
  private final DateTimeFormatter time;

  Progress(PrintStream out, InstantSource clock, ZoneId zone) {
    this.out = out;
    this.clock = clock;
    time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  void tell(AppEvent event) {
    var who = event.replica() == null ? event.app() : event.replica();
    line(event.at(), who + ": " + event.message());
  }

  void tell(String message) {
    line(clock.instant(), message);
  }

  /** A line of a replica's output, which has its own prefix. */
  void output(String line) {
    out.println(line);
  }

  private void line(Instant at, String text) {
    out.println(time.format(at) + " " + text);
  }
}
