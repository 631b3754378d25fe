package io.scaledapp.operator.platform.kubernetes.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BalancersTest {

  private static final String APP = "default/shop";

  private final Balancers balancers = new Balancers();

  BalancersTest() {
    balancers.onPods(List.of(pod("a"), pod("b")));
  }

  @Test
  void everyReadyOneServes() {
    assertThat(serving(APP)).containsExactly("a", "b");
  }

  @Test
  void nobodyIsToldOfOneThatIsNotReady() {
    var before = balancers.of(APP);

    balancers.onPods(
        List.of(pod("a"), pod("b"), new BalancerPod("c", "10.0.0.c", "node", false, false)));

    assertThat(balancers.of(APP)).isEqualTo(before);
  }

  @Test
  void oneThatLeavesEndsToServeBeforeItsPodSaysSo() {
    balancers.onLeaving("a");

    assertThat(serving(APP)).containsExactly("b");
    assertThat(balancers.leaving()).extracting(BalancerPod::name).containsExactly("a");
    assertThat(balancers.of(APP).getFirst().ready()).as("answers still").isTrue();
  }

  @Test
  void aNewProcessInThePodOfOneThatLeftServes() {
    balancers.onLeaving("a");

    balancers.onArrived("a");

    assertThat(serving(APP)).containsExactly("a", "b");
    assertThat(balancers.leaving()).isEmpty();
  }

  @Test
  void oneThatCannotListenForAnAppServesTheOthers() {
    var changed = new ArrayList<String>();

    balancers.onPortFailures("a", Set.of(APP), changed::add);
    balancers.onPortFailures("a", Set.of(APP), changed::add);

    assertThat(serving(APP)).containsExactly("b");
    assertThat(serving("default/blog")).containsExactly("a", "b");
    assertThat(changed).containsExactly(APP);
  }

  @Test
  void onePortThatCanBeListenedOnAgainServes() {
    var changed = new ArrayList<String>();
    balancers.onPortFailures("a", Set.of(APP), app -> {});

    balancers.onPortFailures("a", Set.of(), changed::add);

    assertThat(serving(APP)).containsExactly("a", "b");
    assertThat(changed).containsExactly(APP);
  }

  @Test
  void oneWhoseConnectionBrokeServesAgainWhenItIsBack() {
    balancers.onLost("a");
    assertThat(serving(APP)).containsExactly("b");

    balancers.onArrived("a");

    assertThat(serving(APP)).containsExactly("a", "b");
  }

  @Test
  void allServeWhenTheConnectionsToAllBroke() {
    balancers.onLost("a");
    balancers.onLost("b");

    assertThat(serving(APP)).containsExactly("a", "b");
  }

  @Test
  void nothingIsRememberedOfOneThatIsGone() {
    balancers.onLeaving("a");
    balancers.onLost("a");
    balancers.onPortFailures("a", Set.of(APP), app -> {});

    balancers.onPods(List.of(pod("b")));
    balancers.onPods(List.of(pod("a"), pod("b")));

    assertThat(serving(APP)).containsExactly("a", "b");
  }

  private List<String> serving(String app) {
    return balancers.of(app).stream()
        .filter(BalancerPod::isServing)
        .map(BalancerPod::name)
        .toList();
  }

  private static BalancerPod pod(String name) {
    return new BalancerPod(name, "10.0.0." + name.charAt(0), "node", true, false);
  }
}
