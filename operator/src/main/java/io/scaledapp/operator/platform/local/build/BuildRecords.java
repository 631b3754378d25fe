package io.scaledapp.operator.platform.local.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Remembers of each app's last successful build, from run to run, the fingerprint and what it made.
 * So a folder that was cleaned since is built again, though its inputs are the same.
 */
final class BuildRecords {
  private final Path records;

  BuildRecords(Path records) {
    this.records = records;
  }

  /** Whether the last build had this fingerprint, and all that it made is still there. */
  boolean holds(BuildSpec spec, String fingerprint) throws IOException {
    var record = read(spec);
    return !record.isEmpty()
        && record.getFirst().equals(fingerprint)
        && made(record).stream().allMatch(name -> Files.exists(spec.folder().resolve(name)));
  }

  /**
   * Keeps a build.
   *
   * @param before what {@link #entries} gave before it
   */
  void keep(BuildSpec spec, String fingerprint, Set<String> before) throws IOException {
    var after = entries(spec.folder());
    var made = new TreeSet<>(made(read(spec)));
    made.retainAll(after);
    after.removeAll(before);
    made.addAll(after);
    var lines = new ArrayList<String>();
    lines.add(fingerprint);
    lines.addAll(made);
    var draft = Files.createTempFile(records, "build", ".draft");
    Files.write(draft, lines);
    Files.move(
        draft, file(spec), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes the next build run, and still knows what the last one made. */
  void invalidate(BuildSpec spec) throws IOException {
    var record = new ArrayList<>(read(spec));
    if (!record.isEmpty()) {
      record.set(0, "");
      Files.write(file(spec), record);
    }
  }

  /** The names of what lies in a folder. */
  static Set<String> entries(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<String> made(List<String> record) {
    return record.isEmpty() ? record : record.subList(1, record.size());
  }

  private List<String> read(BuildSpec spec) throws IOException {
    try {
      return Files.readAllLines(file(spec));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Path file(BuildSpec spec) {
    return records.resolve(Fingerprint.ofText(spec.folder() + "\n" + spec.app()) + ".build");
  }
}
