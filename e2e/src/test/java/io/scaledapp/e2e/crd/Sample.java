package io.scaledapp.e2e.crd;

import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Artifacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file that holds ScaledApps: one of {@code crds/samples}, or a sample app's. */
record Sample(Path file) {

  static Stream<Sample> valid() {
    return inFolder("crds/samples/valid");
  }

  static Stream<Sample> invalid() {
    return inFolder("crds/samples/invalid");
  }

  static Stream<Sample> apps() {
    return list("e2e/apps")
        .filter(Files::isDirectory)
        .map(app -> new Sample(app.resolve("scaledapp.yaml")));
  }

  private static Stream<Sample> inFolder(String folder) {
    return list(folder).map(Sample::new);
  }

  private static Stream<Path> list(String folder) {
    return Await.unchecked(
        () -> {
          try (var files = Files.list(Artifacts.project().resolve(folder))) {
            return files.sorted().toList();
          }
        })
        .stream();
  }

  /** Each document as a file of its own would have it. */
  List<String> documents() {
    return List.of(Await.unchecked(() -> Files.readString(file)).split("(?m)^---$"));
  }

  /** The problems by which local validation finds the file invalid: {@code FIELD: MESSAGE}. */
  List<String> problems() {
    return documents()
        .getFirst()
        .lines()
        .takeWhile(line -> line.startsWith("# "))
        .map(line -> line.replaceFirst("# \\d+: ", ""))
        .toList();
  }

  @Override
  public String toString() {
    return Artifacts.project().relativize(file).toString();
  }
}
