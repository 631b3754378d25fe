package io.scaledapp.e2e.soak;

import io.scaledapp.e2e.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What a soak did and left, in words; {@code e2e/bench/soak.sh} keeps it. */
record Report(Duration length, Map<Act, Long> done, Vitals before, Vitals after) {
  private static final Path FILE = Path.of("target/soak.md");

  void write() {
    var lines = new ArrayList<String>();
    lines.add("| held by the process | before | after " + length.toSeconds() + " s |");
    lines.add("| --- | ---: | ---: |");
    lines.add(row("client connections", Vitals::clientConnections));
    lines.add(row("requests in flight", Vitals::concurrency));
    lines.add(row("open files", Vitals::files));
    lines.add(row("buffers reserved, KiB", vitals -> vitals.bufferBytes() / 1024));
    lines.add(row("heap after a collection, KiB", vitals -> vitals.heapBytes() / 1024));
    lines.addAll(List.of("", "| a client | times |", "| --- | ---: |"));
    done.forEach((act, times) -> lines.add(row(act, times)));
    var unused = Await.unchecked(() -> Files.write(FILE, lines));
  }

  private String row(String what, ToLongFunction<Vitals> value) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d |",
        what,
        value.applyAsLong(before),
        value.applyAsLong(after));
  }

  private static String row(Act act, long times) {
    var words = act.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return String.format(Locale.ROOT, "| %s | %,d |", words, times);
  }
}
