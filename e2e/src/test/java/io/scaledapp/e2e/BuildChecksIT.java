package io.scaledapp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The build's own checks still report. A compiler plugin that a newer JDK quietly turns off looks
 * like clean code, so each is shown a mistake.
 */
class BuildChecksIT {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "NullAway | static int length(@Nullable String text) { return text.length(); }",
        "DeadException | static void fail() { new IllegalStateException(); }",
      })
  void aMistakeEndsTheBuildWithTheNameOfTheCheck(String check, String method, @TempDir Path module)
      throws Exception {
    writeModule(module, method);
    var result = compile(module);
    assertThat(result.exitCode()).as(result.output()).isNotZero();
    assertThat(result.output()).contains("[" + check + "]");
  }

  private static void writeModule(Path module, String method) throws IOException {
    Files.writeString(
        module.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <parent>
            <groupId>io.scaledapp</groupId>
            <artifactId>scaledapp</artifactId>
            <version>0.1.0-SNAPSHOT</version>
            <relativePath>%s</relativePath>
          </parent>
          <artifactId>mistake</artifactId>
        </project>
        """
            .formatted(module.toRealPath().relativize(Up.PROJECT.resolve("pom.xml"))));
    var sources = Files.createDirectories(module.resolve("src/main/java/mistake"));
    Files.writeString(
        sources.resolve("Mistake.java"),
        """
        package mistake;

        import org.jspecify.annotations.NullMarked;
        import org.jspecify.annotations.Nullable;

        @NullMarked
        final class Mistake {
          %s
        }
        """
            .formatted(method));
  }

  /** Offline, since the build that runs this test has fetched all that is needed. */
  private static Up.Result compile(Path module) throws Exception {
    var maven =
        new ProcessBuilder(
                Up.PROJECT.resolve("mvnw").toString(),
                "-B",
                "-o",
                "-q",
                "-f",
                module.resolve("pom.xml").toString(),
                "compile",
                "-Dspotless.check.skip")
            .redirectErrorStream(true)
            .start();
    var printed = new String(maven.getInputStream().readAllBytes(), UTF_8);
    return new Up.Result(maven.waitFor(), printed, "");
  }
}
