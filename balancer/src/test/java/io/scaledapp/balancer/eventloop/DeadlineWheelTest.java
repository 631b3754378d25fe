package io.scaledapp.balancer.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadlineWheelTest {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final long MILLISECOND = 1_000_000;

  private long now = 77 * MILLISECOND;
  private final DeadlineWheel wheel = new DeadlineWheel(TICK, () -> now);
  private final List<String> expired = new ArrayList<>();

  private final class Named extends Deadline {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    protected void expired() {
      expired.add(name);
    }
  }

  private void set(Deadline deadline, long milliseconds) {
    wheel.set(deadline, now, milliseconds * MILLISECOND);
  }

  private void advance(long milliseconds) {
    now += milliseconds * MILLISECOND;
    wheel.advance();
  }

  @Test
  void deadlinePassesOnceAndNotEarly() {
    set(new Named("a"), 1000);
    advance(999);
    assertThat(expired).isEmpty();
    advance(101);
    assertThat(expired).containsExactly("a");
    advance(100_000);
    assertThat(expired).hasSize(1);
  }

  @Test
  void deadlineThatIsPutOffPassesLater() {
    var deadline = new Named("a");
    set(deadline, 1000);
    advance(900);
    set(deadline, 1000);
    advance(900);
    assertThat(expired).isEmpty();
    advance(200);
    assertThat(expired).containsExactly("a");
  }

  @Test
  void deadlineThatIsBroughtForwardPassesEarlier() {
    var deadline = new Named("a");
    set(deadline, 100_000);
    set(deadline, 100);
    advance(200);
    assertThat(expired).containsExactly("a");
  }

  @Test
  void clearedAndRemovedDeadlinesDoNotPass() {
    var cleared = new Named("cleared");
    var removed = new Named("removed");
    set(cleared, 100);
    set(removed, 100);
    wheel.clear(cleared);
    wheel.remove(removed);
    advance(1000);
    assertThat(expired).isEmpty();
    set(cleared, 100);
    advance(200);
    assertThat(expired).containsExactly("cleared");
  }

  @Test
  void deadlineBeyondTheWheelPassesInItsTime() {
    set(new Named("hour"), 3_600_000);
    for (int minute = 0; minute < 59; minute++) {
      advance(60_000);
    }
    advance(59_900);
    assertThat(expired).isEmpty();
    advance(300);
    assertThat(expired).containsExactly("hour");
  }

  @Test
  void longPauseLosesNoDeadline() {
    set(new Named("a"), 100);
    set(new Named("b"), 40_000);
    advance(10_000_000);
    assertThat(expired).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void deadlineThatFailsHoldsUpNoOther() {
    var failing =
        new Deadline() {
          @Override
          protected void expired() {
            throw new IllegalStateException("a fault");
          }
        };
    wheel.set(failing, now, 100 * MILLISECOND);
    set(new Named("a"), 100);
    set(new Named("b"), 200);
    advance(1000);
    assertThat(expired).containsExactly("a", "b");
  }

  @Property(tries = 200)
  void everyDeadlinePassesWithinTwoTicks(
      @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 60_000) Integer> delays) {
    now = 0;
    var fresh = new DeadlineWheel(TICK, () -> now);
    var passed = new long[delays.size()];
    for (int i = 0; i < delays.size(); i++) {
      int index = i;
      fresh.set(
          new Deadline() {
            @Override
            protected void expired() {
              passed[index] = now;
            }
          },
          0,
          delays.get(i) * MILLISECOND);
    }
    for (int tick = 0; tick < 1300; tick++) {
      now += TICK.toNanos();
      fresh.advance();
    }
    for (int i = 0; i < delays.size(); i++) {
      assertThat(passed[i])
          .isBetween(delays.get(i) * MILLISECOND, (delays.get(i) + 100) * MILLISECOND);
    }
  }
}
