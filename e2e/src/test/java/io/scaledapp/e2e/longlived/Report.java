package io.scaledapp.e2e.longlived;

import io.scaledapp.e2e.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was changed and how connections ended, in words; {@code e2e/bench/scale-downs.sh} keeps it.
 */
record Report(int scaleDowns, int rollouts, long answered, List<Endings> apps) {
  private static final Path FILE = Path.of("target/scale-downs.md");

  void write() {
    var lines = new ArrayList<String>();
    lines.add("| what | times |");
    lines.add("| --- | ---: |");
    lines.add(row("scale-downs from 4 replicas to 2", scaleDowns));
    lines.add(row("rollouts of 4 replicas", rollouts));
    lines.add(row("requests and gRPC calls answered", answered));
    for (var app : apps) {
      app.inWords().forEach((kind, times) -> lines.add(row(words(kind), times.sum())));
    }
    lines.add(row("failed, cut, or ended before their time", faults()));
    var unused = Await.unchecked(() -> Files.write(FILE, lines));
  }

  private static String words(String kind) {
    return kind + ": ended in words by a replica that left";
  }

  private long faults() {
    return apps.stream().mapToLong(app -> app.faults().size()).sum();
  }

  private static String row(String what, long times) {
    return String.format(Locale.ROOT, "| %s | %,d |", what, times);
  }
}
