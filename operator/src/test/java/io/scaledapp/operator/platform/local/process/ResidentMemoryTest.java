package io.scaledapp.operator.platform.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.local.process.ResidentMemory.Row;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

  private static final String VARIABLE = "SCALEDAPP_REPLICA";

  @Test
  void aProcessWithoutTheVariableIsItsParents() {
    var trees =
        ResidentMemory.trees(
            List.of(
                new Row(1, 0, null, 0),
                new Row(10, 1, "a", 0),
                new Row(11, 10, null, 0),
                new Row(12, 11, "b", 0),
                new Row(13, 12, null, 0),
                new Row(14, 1, "a", 0),
                new Row(15, 1, null, 0)));

    assertThat(trees).containsOnlyKeys("a", "b");
    assertThat(trees.get("a")).extracting(Row::pid).containsExactly(10L, 11L, 14L);
    assertThat(trees.get("b")).extracting(Row::pid).containsExactly(12L, 13L);
  }

  @Test
  void parentsThatGoRoundHaveNoOwner() {
    assertThat(ResidentMemory.trees(List.of(new Row(1, 2, null, 0), new Row(2, 1, null, 0))))
        .isEmpty();
  }

  @Test
  void aLineOfPsTellsTheResidentSetAndTheOwner() {
    assertThat(
            ResidentMemory.psRow(
                "  42     1  2048 node server.js A=b " + VARIABLE + "=x C=", VARIABLE))
        .containsExactly(new Row(42, 1, "x", 2048));
    assertThat(ResidentMemory.psRow("  42     1  2048 (node)", VARIABLE))
        .containsExactly(new Row(42, 1, null, 2048));
    assertThat(ResidentMemory.psRow("ps: no such thing", VARIABLE)).isEmpty();
  }

  @Property
  void noLineIsTooStrange(@ForAll String line) {
    assertThat(ResidentMemory.psRow(line, VARIABLE)).hasSizeLessThan(2);
  }
}
