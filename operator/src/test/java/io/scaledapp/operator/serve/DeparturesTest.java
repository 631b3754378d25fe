package io.scaledapp.operator.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.operator.platform.kubernetes.reconciler.BalancerPod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeparturesTest {

  private final Set<String> ledTo = new HashSet<>();
  private final List<String> left = new ArrayList<>();
  private final Departures departures =
      new Departures(
          () -> List.of(pod("a"), pod("b")), pod -> ledTo.contains(pod.name()), left::add);

  @Test
  void balancerGoesWhenNothingLeadsToItAnyMore() {
    ledTo.addAll(Set.of("a", "b"));
    departures.run();
    assertThat(left).isEmpty();

    ledTo.remove("a");
    departures.run();

    assertThat(left).containsExactly("a");
  }

  private static BalancerPod pod(String name) {
    return new BalancerPod(name, "10.0.0." + name.charAt(0), "node", true, true);
  }
}
