package io.scaledapp.operator.up;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.AppEvent.Kind;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
  private final List<Replica> replicas = new ArrayList<>();
  private final ReplicaNames names = new ReplicaNames(app -> List.copyOf(replicas));

  @Test
  void eventOfAnAppBeginsWithItsName() {
    tell(Kind.SCALED, null, "1 → 4: 200 requests in flight, target 50 each");
    progress.close();
    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualTo("03:04:05 a: 1 → 4: 200 requests in flight, target 50 each\n");
  }

  @Test
  void replicaHasTheNameOfItsLogsEvenAfterItHasGone() {
    replicas.add(replica("a-5f3c-17", 2));
    tell(Kind.STARTING, "a-5f3c-17", "a-5f3c-17 is starting");
    replicas.clear();
    tell(Kind.STOPPED, "a-5f3c-17", "a-5f3c-17 has stopped");
    tell(Kind.STOPPED, "a-5f3c-18", "a-5f3c-18 has stopped");
    progress.close();
    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            03:04:05 a-2: is starting
            03:04:05 a-2: has stopped
            03:04:05 a-5f3c-18: has stopped
            """);
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
    progress.tell(new AppEvent(NOW, "a", kind, replica, message), names);
  }

  private static Replica replica(String id, int instance) {
    return new Replica(
        id, "default/a", 1, instance, Phase.STARTING, "127.0.0.1", 1, NOW, null, 0, null);
  }
}
