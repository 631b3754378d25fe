package io.scaledapp.balancer.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlushesTest {
  private final Flushes flushes = new Flushes();
  private final List<String> ran = new ArrayList<>();

  @Test
  void taskRunsOnceBeforeTheNextFlush() {
    flushes.before(() -> ran.add("one"));
    assertThat(ran).isEmpty();
    flushes.flush();
    flushes.flush();
    assertThat(ran).containsExactly("one");
  }

  @Test
  void taskThatFailsStopsNoOtherAndIsNotRunAgain() {
    flushes.before(
        () -> {
          ran.add("fails");
          throw new IllegalStateException("for a test");
        });
    flushes.before(() -> ran.add("next"));
    flushes.flush();
    flushes.flush();
    assertThat(ran).containsExactly("fails", "next");
  }

  @Test
  void taskOfATaskRunsBeforeTheSameFlush() {
    flushes.before(() -> flushes.before(() -> ran.add("inner")));
    flushes.flush();
    assertThat(ran).containsExactly("inner");
  }
}
