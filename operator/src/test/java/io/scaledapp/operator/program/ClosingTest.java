package io.scaledapp.operator.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

  private final List<String> closed = new ArrayList<>();
  private final Closing parts = new Closing();

  @Test
  void lastStartedIsClosedFirstAndEachOnce() {
    parts.add(() -> closed.add("first"));
    parts.add(() -> closed.add("second"));
    parts.close();
    parts.close();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void partThatFailsLeavesNoOtherOpen() {
    parts.add(() -> closed.add("first"));
    parts.add(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    parts.close();
    assertThat(closed).containsExactly("first");
  }

  @Test
  void partThatComesTooLateIsClosedAtOnce() {
    parts.close();
    parts.add(() -> closed.add("late"));
    assertThat(closed).containsExactly("late");
  }
}
