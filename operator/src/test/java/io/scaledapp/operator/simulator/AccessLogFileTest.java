package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which requests an access log tells of. */
class AccessLogFileTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("access.log"), String.join("\n", lines));
  }

  private static String line(String time) {
    return "192.0.2.1 - frank [" + time + "] \"GET /a HTTP/1.1\" 200 5 \"-\" \"curl/8\"";
  }

  @Test
  void requestsAreCountedBySecondAndQuietOnesAreZero() throws IOException {
    var file =
        file(
            line("10/Oct/2000:13:55:36 -0700"),
            line("10/Oct/2000:13:55:39 -0700"),
            line("10/Oct/2000:13:55:36 -0700"));

    assertThat(AccessLogFile.read(file).arrivals()).containsExactly(2, 0, 0, 1);
  }

  @Test
  void timeZonesAndTheOrderOfLinesDoNotMatter() throws IOException {
    var file = file(line("10/Oct/2000:22:55:38 +0200"), line("10/Oct/2000:13:55:37 -0700"));

    assertThat(AccessLogFile.read(file).arrivals()).containsExactly(1, 1);
  }

  @Test
  void userWithABlankIsNoTrouble() throws IOException {
    var file = file("::1 - a b [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 5");

    assertThat(AccessLogFile.read(file).arrivals()).containsExactly(1);
  }

  @Test
  void otherFormatIsRefusedWithTheLine() throws IOException {
    var file = file(line("10/Oct/2000:13:55:36 -0700"), "{\"time\": 1}");

    assertThatThrownBy(() -> AccessLogFile.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageStartingWith(file + ":2: '{\"time\": 1}' is no line of the combined format");
  }

  @Test
  void timeThatIsNoneIsRefused() throws IOException {
    var file = file(line("40/Oct/2000:13:55:36 -0700"));

    assertThatThrownBy(() -> AccessLogFile.read(file)).hasMessageContaining(":1: ");
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    var file = file();

    assertThatThrownBy(() -> AccessLogFile.read(file)).hasMessageContaining("is empty");
  }

  @Test
  void requestsThatAreYearsApartAreRefused() throws IOException {
    var file = file(line("10/Oct/2000:13:55:36 -0700"), line("10/Oct/2003:13:55:36 -0700"));

    assertThatThrownBy(() -> AccessLogFile.read(file)).hasMessageContaining("s apart");
  }
}
