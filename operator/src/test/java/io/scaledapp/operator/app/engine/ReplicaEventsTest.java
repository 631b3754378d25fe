package io.scaledapp.operator.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.app.AppEvent;
import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaEventsTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** Phase and restarts before and after; empty is not there. */
  @ParameterizedTest
  @CsvSource({
    "             , 0, STARTING           , 0, STARTING         : is starting",
    "             , 0, READY              , 0, REPLICA_READY    : is ready after 1.2 s",
    "STARTING     , 0, READY              , 0, REPLICA_READY    : is ready after 1.2 s",
    "READY        , 0, READY              , 0,",
    "READY        , 0, NOT_READY          , 0, REPLICA_NOT_READY: is not ready: exit code 1",
    "READY        , 0, CRASH_LOOP_BACK_OFF, 0, CRASHED          : crashed: exit code 1",
    "READY        , 0, STARTING           , 1, CRASHED          : crashed: exit code 1",
    "CRASH_LOOP_BACK_OFF, 0, STARTING     , 1,",
    "CRASH_LOOP_BACK_OFF, 0, READY        , 1, REPLICA_READY    : is ready after 1.2 s",
    "READY        , 0, TERMINATING        , 0,",
    "TERMINATING  , 0,                    , 0, STOPPED          : has stopped",
  })
  void tellsOfEachChangeOnce(
      @Nullable Phase before,
      int restartsBefore,
      @Nullable Phase after,
      int restartsAfter,
      @Nullable String expected) {
    var events =
        ReplicaEvents.between(
            replica(before, restartsBefore), replica(after, restartsAfter), "hello", NOW);

    assertThat(events.stream().map(ReplicaEventsTest::words))
        .isEqualTo(expected == null ? List.of() : List.of(expected.replaceAll("\\s*: ", ": ")));
  }

  private static String words(AppEvent event) {
    return event.kind() + ": " + event.message();
  }

  private static List<Replica> replica(@Nullable Phase phase, int restarts) {
    return phase == null
        ? List.of()
        : List.of(
            new Replica(
                "r",
                "default/hello",
                1,
                "hello-0",
                phase,
                "127.0.0.1",
                1,
                NOW,
                NOW.plusMillis(1_234),
                restarts,
                "exit code 1"));
  }
}
