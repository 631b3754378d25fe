package io.scaledapp.operator.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What files are taken as traces, and what is said of others. */
class TraceFileTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("trace"), text);
  }

  @Test
  void numbersAreRequestsOfASecondEach() throws IOException {
    assertThat(TraceFile.read(file("3\n0\n 12 \r\n7")).arrivals()).containsExactly(3, 0, 12, 7);
  }

  @Test
  void compressedFileIsReadWhateverItsName() throws IOException {
    var file = folder.resolve("trace");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("5\n6\n".getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(TraceFile.read(file).arrivals()).containsExactly(5, 6);
  }

  @Test
  void fileLongerThanTheFirstRoomIsReadWhole() throws IOException {
    assertThat(TraceFile.read(file("1\n".repeat(10_001))).arrivals()).hasSize(10_001);
  }

  @Test
  void emptyFileIsRefused() throws IOException {
    var file = file("");

    assertThatThrownBy(() -> TraceFile.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + ": is empty; one number a line is needed, the requests of that second");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4\\n-1\\n | :2: -1 requests in a second are not between 0 and 10000000",
        "10000001 | :1: 10000001 requests in a second are not between 0 and 10000000",
        "1\\n2\\nmany\\n | :3: 'many' is not a whole number of requests",
        "1.5 | :1: '1.5' is not a whole number of requests",
        "99999999999 | :1: '99999999999' is not a whole number of requests",
        "1\\n\\n2 | :2: a line is missing its number; a second without requests is 0",
      })
  void lineThatIsNoNumberOfRequestsIsNamed(String text, String message) throws IOException {
    var file = file(text.replace("\\n", "\n"));

    assertThatThrownBy(() -> TraceFile.read(file))
        .isInstanceOf(TraceFormatException.class)
        .hasMessage(file + message);
  }

  @Test
  void whatIsShownOfABadLineIsShortAndPrintable() throws IOException {
    var file = file("\u001b[2J" + "x".repeat(1_000));

    assertThatThrownBy(() -> TraceFile.read(file))
        .hasMessage(file + ":1: '?[2J" + "x".repeat(36) + "…' is not a whole number of requests");
  }
}
