package io.scaledapp.balancer.trace.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersFileTest {
  private final Path folder;

  HeadersFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private HeadersFile open(String text) throws IOException {
    return HeadersFile.open(Files.writeString(folder.resolve("headers"), text), System::nanoTime);
  }

  @Test
  void linesAreFields() throws IOException {
    assertThat(open("Authorization: Basic dTpw\r\n\n x-tenant:a b \n").get())
        .isEqualTo(Map.of("Authorization", "Basic dTpw", "x-tenant", "a b"));
    assertThat(open("").get()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "secret-alone, must be a line",
    "a b: secret, must be a line",
    "a: secr\u00e9t, must be a line",
    ": secret, must be a line",
    "a:, must be a line",
    "Host: secret, Host cannot be set",
    "content-length: secret, content-length cannot be set",
  })
  void lineThatIsNoFieldIsToldWithoutItsText(String line, String reason) {
    assertThatThrownBy(() -> open("ok: 1\n" + line))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("headers:2: " + reason)
        .hasMessageNotContaining("secret");
  }

  @Test
  void fileThatBecomesUnusableLeavesWhatItSaid() throws IOException {
    var headers = open("a: 1");
    Files.writeString(folder.resolve("headers"), "nonsense");
    assertThat(headers.get()).containsExactly(Map.entry("a", "1"));
    Files.writeString(folder.resolve("headers"), "a: 2");
    assertThat(headers.get()).containsExactly(Map.entry("a", "2"));
    Files.delete(folder.resolve("headers"));
    assertThat(headers.get()).containsExactly(Map.entry("a", "2"));
  }
}
