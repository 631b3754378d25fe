package io.scaledapp.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GatesTest {

  private final Map<String, Boolean> open = new TreeMap<>(Map.of("a", true, "b", true));
  private final Set<String> cutOff = new HashSet<>();
  private final List<String> changes = new ArrayList<>();
  private boolean leads = true;
  private final Gates gates =
      new Gates(
          () -> leads,
          () -> open,
          () -> cutOff,
          (pod, opens) -> changes.add(pod + (opens ? " opens" : " shuts")));

  @Test
  void nothingIsWrittenWithoutAChange() {
    gates.run();

    assertThat(changes).isEmpty();
  }

  @Test
  void gateOfOneThatIsCutOffIsShutUntilTheClusterHasIt() {
    cutOff.add("a");

    gates.run();
    gates.run();
    open.put("a", false);
    gates.run();

    assertThat(changes).containsExactly("a shuts", "a shuts");
  }

  @Test
  void gateOfOneThatCameOrIsBackIsOpened() {
    open.put("a", false);

    gates.run();

    assertThat(changes).containsExactly("a opens");
  }

  @Test
  void followerChangesNothing() {
    leads = false;
    cutOff.add("a");

    gates.run();

    assertThat(changes).isEmpty();
  }
}
