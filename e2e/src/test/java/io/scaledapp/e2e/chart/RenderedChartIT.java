package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every folder in {@code chart} is a test of its name: values in, objects out, with each Helm. */
@ExtendWith(HelmCondition.class)
class RenderedChartIT {

  @TestFactory
  Stream<DynamicTest> valuesGiveTheObjectsOfTheirFolder() throws IOException {
    return eachFolderWithEachHelm(RenderedChartIT::verify);
  }

  @TestFactory
  Stream<DynamicTest> lintHasNothingToSay() throws IOException {
    return eachFolderWithEachHelm(
        (helm, folder) -> {
          var result = helm.lint(folder.resolve("values.yaml"));
          assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
        });
  }

  private static void verify(Helm helm, Path folder) throws IOException {
    var result = helm.template(folder.resolve("values.yaml"));
    assertThat(result.exitCode()).as(result.errors()).isZero();
    var rendered = comparable(result.output());
    var actual = Path.of("target/chart-" + folder.getFileName() + "-" + helm + ".yaml");
    Files.writeString(actual, rendered);

    var expected = folder.resolve("objects.yaml");
    assertThat(rendered)
        .as("if the objects are right: cp %s %s (from the folder e2e)", actual, expected)
        .isEqualTo(Files.readString(expected));
  }

  /** A release of the project changes the version alone; Helm 4 ends objects with an empty line. */
  private static String comparable(String objects) {
    return objects
        .replace(System.getProperty("scaledapp.version"), "VERSION")
        .replaceAll("\n{2,}", "\n");
  }

  private interface Check {
    void accept(Helm helm, Path folder) throws IOException;
  }

  private static Stream<DynamicTest> eachFolderWithEachHelm(Check check) throws IOException {
    List<Path> folders;
    try (var files = Files.list(RenderedObjects.FOLDERS)) {
      folders = files.sorted().toList();
    }
    assertThat(folders).isNotEmpty();
    return Stream.of(Helm.three(), Helm.four())
        .flatMap(
            helm ->
                folders.stream()
                    .map(
                        folder ->
                            DynamicTest.dynamicTest(
                                folder.getFileName() + " with " + helm,
                                () -> check.accept(helm, folder))));
  }
}
