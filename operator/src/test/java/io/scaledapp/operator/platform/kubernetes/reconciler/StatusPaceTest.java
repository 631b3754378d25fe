package io.scaledapp.operator.platform.kubernetes.reconciler;

import static io.scaledapp.operator.platform.kubernetes.reconciler.ClusterApps.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.kubernetes.reconciler.StatusPace.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatusPaceTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final StatusPace pace = new StatusPace();

  @Test
  void whatIsWrittenAlreadyIsNotWrittenAgain() {
    var same = status(3, 1.5, "calm");
    assertThat(pace.next("a", same, status(3, 1.5, "calm"), START)).isEqualTo(new Step.Nothing());
  }

  @Test
  void theFirstStatusIsWrittenAtOnce() {
    var seen = status(3, 1.5, "calm");
    assertThat(pace.next("a", null, seen, START)).isEqualTo(new Step.Write(seen));
  }

  @Test
  void figuresWaitUntilFifteenSecondsAreOver() {
    var written = status(3, 1.5, "1.5 requests");
    pace.next("a", null, written, START);
    var moved = status(3, 9.9, "9.9 requests");

    assertThat(pace.next("a", written, moved, START.plusSeconds(4)))
        .isEqualTo(new Step.Wait(Duration.ofSeconds(11)));
    assertThat(pace.next("a", written, moved, START.plusSeconds(15)))
        .isEqualTo(new Step.Write(moved));
  }

  @Test
  void newsAreWrittenAtOnceWithTheLoadOfBefore() {
    var written = status(3, 1.5, "1.5 requests");
    pace.next("a", null, written, START);

    var step = pace.next("a", written, status(2, 9.9, "9.9 requests"), START.plusSeconds(1));

    assertThat(step).isInstanceOf(Step.Write.class);
    var status = ((Step.Write) step).status();
    assertThat(status.readyReplicas()).isEqualTo(2);
    assertThat(Objects.requireNonNull(status.load()).concurrency()).isEqualTo(1.5);
  }

  @Test
  void appsDoNotWaitForEachOther() {
    pace.next("a", null, status(3, 1.5, "calm"), START);
    var moved = status(3, 9.9, "calm");

    assertThat(pace.next("b", status(3, 1.5, "calm"), moved, START.plusSeconds(1)))
        .isEqualTo(new Step.Write(moved));
  }
}
