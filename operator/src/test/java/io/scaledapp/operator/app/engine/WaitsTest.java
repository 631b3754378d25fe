package io.scaledapp.operator.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Waits waits = new Waits();

  @Test
  void aReasonIsToldOnceHoweverItsNumbersChange() {
    assertThat(look(0, Phase.STARTING, 0, null)).isEmpty();
    assertThat(look(1, Phase.STARTING, 0, "refused on 20001"))
        .containsExactly("is not ready yet: refused on 20001");
    assertThat(look(40, Phase.STARTING, 0, "refused on 20002")).isEmpty();
  }

  @Test
  void anotherReasonIsToldAfterAPause() {
    look(0, Phase.STARTING, 0, "refused");
    assertThat(look(29, Phase.STARTING, 0, "answered 503")).isEmpty();
    assertThat(look(30, Phase.STARTING, 0, "answered 503"))
        .containsExactly("is not ready yet: answered 503");
  }

  @Test
  void wordsOfACrashAreNotToldAgainAfterTheRestart() {
    assertThat(look(0, Phase.CRASH_LOOP_BACK_OFF, 1, "exit code 1")).isEmpty();
    assertThat(look(1, Phase.STARTING, 1, "exit code 1")).isEmpty();
    assertThat(look(2, Phase.STARTING, 1, "refused")).hasSize(1);
    assertThat(look(60, Phase.STARTING, 2, "exit code 2")).isEmpty();
  }

  private List<String> look(int second, Phase phase, int restarts, @Nullable String message) {
    var replica =
        new Replica("r", "default/a", 1, "a-0", phase, null, 0, START, null, restarts, message);
    return waits.look(List.of(replica), "a", START.plusSeconds(second)).stream()
        .map(AppEvent::message)
        .toList();
  }
}
