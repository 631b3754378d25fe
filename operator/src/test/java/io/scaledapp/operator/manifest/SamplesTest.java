package io.scaledapp.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads every file in crds/samples. A file that is invalid begins with a comment for each problem
 * that it must give: {@code # line: field: message}.
 */
class SamplesTest {

  private static final Path SAMPLES = Path.of("../crds/samples");
  private static final ManifestReader READER = new ManifestReader();

  @ParameterizedTest
  @MethodSource("valid")
  void validSampleIsRead(Path sample) throws IOException {
    var manifest = read(sample);

    assertThat(manifest.problems()).isEmpty();
    assertThat(manifest.apps())
        .isNotEmpty()
        .allSatisfy(app -> assertThat(app.getSpec()).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void invalidSampleIsRefusedAsItSays(Path sample) throws IOException {
    assertThat(told(sample, read(sample))).isEqualTo(expected(sample));
  }

  @Test
  void everyFileIsUsed() throws IOException {
    try (var files = Files.walk(SAMPLES)) {
      var used = Stream.concat(valid(), invalid()).toList();
      assertThat(files.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(used);
    }
  }

  @Test
  void everyRuleInCelIsBrokenByASample() throws IOException {
    var expected = invalid().flatMap(sample -> expected(sample).stream()).toList();

    assertThat(CelRule.in(CrdSchema.load()))
        .allSatisfy(
            rule ->
                assertThat(expected).anyMatch(problem -> problem.endsWith(": " + rule.message())));
  }

  static Stream<Path> valid() throws IOException {
    return list("valid");
  }

  static Stream<Path> invalid() throws IOException {
    return Stream.concat(list("invalid"), list("invalid-locally"));
  }

  private static Stream<Path> list(String folder) throws IOException {
    try (var files = Files.list(SAMPLES.resolve(folder))) {
      return files.sorted().toList().stream();
    }
  }

  private static Manifest read(Path sample) throws IOException {
    return READER.read(sample.getFileName().toString(), Files.readAllBytes(sample));
  }

  private static List<String> told(Path sample, Manifest manifest) {
    var file = sample.getFileName() + ":";
    return manifest.problems().stream()
        .map(Problem::toString)
        .map(problem -> problem.substring(file.length()))
        .toList();
  }

  private static List<String> expected(Path sample) {
    try (var lines = Files.lines(sample)) {
      return lines.takeWhile(line -> line.startsWith("# ")).map(line -> line.substring(2)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
