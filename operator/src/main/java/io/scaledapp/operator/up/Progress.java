package io.scaledapp.operator.up;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
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

  /** Tells an event; the replica's name takes the place of its id. */
  void tell(AppEvent event, ReplicaNames names) {
    var id = event.replica();
    if (id == null) {
      line(event.at(), event.app() + ": " + event.message());
    } else {
      var name = names.of(event.app(), id);
      line(event.at(), name + ": " + event.message().replace(id + " ", ""));
    }
    if (id != null && event.kind() == Kind.STOPPED) {
      names.forget(id);
    }
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
