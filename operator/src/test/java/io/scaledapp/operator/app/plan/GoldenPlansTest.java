package io.scaledapp.operator.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every file in {@code plans} is a test of its name. */
class GoldenPlansTest {

  private static final Path PLANS = Path.of("src/test/resources/plans");

  @TestFactory
  Stream<DynamicTest> everyPlanIsAsItsFileSays() throws IOException {
    var files = files();
    assertThat(files).isNotEmpty().allMatch(file -> file.toString().endsWith(".txt"));
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), file.toUri(), () -> verify(file)));
  }

  private static List<Path> files() throws IOException {
    try (var files = Files.list(PLANS)) {
      return files.sorted().toList();
    }
  }

  private static void verify(Path file) {
    var golden = GoldenPlan.parse(read(file));
    assertThat(golden.plan()).isEqualTo(golden.expected());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
