package io.scaledapp.operator.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProgressTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final Progress progress =
      new Progress(
          new PrintStream(console, true, StandardCharsets.UTF_8),
          InstantSource.fixed(NOW),
          ZoneOffset.UTC);

  @Test
  void eventOfAnAppBeginsWithItsName() {
    tell(Kind.SCALED, null, "1 → 4: 200 requests in flight, target 50 each");
    progress.close();
    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualTo("03:04:05 a: 1 → 4: 200 requests in flight, target 50 each\n");
  }

  @Test
  void eventOfAReplicaBeginsWithTheNameOfItsLogs() {
    tell(Kind.STARTING, "a-2", "is starting");
    progress.close();
    assertThat(console.toString(StandardCharsets.UTF_8)).isEqualTo("03:04:05 a-2: is starting\n");
  }

  @Test
  @Timeout(20)
  void consoleThatTakesNoMoreHoldsUpNeitherTheEventsNorTheEnd() throws IOException {
    var pipe = new PipedOutputStream();
    try (var nobodyReads = new PipedInputStream(pipe, 1)) {
      var stuck =
          new Progress(new PrintStream(pipe, true), InstantSource.fixed(NOW), ZoneOffset.UTC);
      for (var line = 0; line < 258; line++) {
        stuck.tell("line " + line);
      }
      stuck.close();
      assertThat(nobodyReads.available()).isEqualTo(1);
    }
  }

  private void tell(Kind kind, @Nullable String replica, String message) {
    progress.tell(new AppEvent(NOW, "a", kind, replica, message));
  }
}
