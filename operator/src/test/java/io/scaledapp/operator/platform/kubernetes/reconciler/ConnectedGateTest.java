package io.scaledapp.operator.platform.kubernetes.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class ConnectedGateTest {

  @Test
  void gateIsShutUntilTheConditionIsTrue() {
    var gated =
        new PodBuilder()
            .withNewSpec()
            .addNewReadinessGate()
            .withConditionType(ConnectedGate.CONDITION)
            .endReadinessGate()
            .endSpec()
            .build();
    assertThat(ConnectedGate.isOn(gated)).isTrue();
    assertThat(ConnectedGate.isOpen(gated)).isFalse();
    assertThat(ConnectedGate.isOpen(with(gated, "False"))).isFalse();
    assertThat(ConnectedGate.isOpen(with(gated, "True"))).isTrue();
  }

  @Test
  void podOfAnOlderChartHasNoGate() {
    assertThat(ConnectedGate.isOn(new PodBuilder().withNewSpec().endSpec().build())).isFalse();
  }

  private static Pod with(Pod pod, String status) {
    return new PodBuilder(pod)
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewCondition()
        .withType(ConnectedGate.CONDITION)
        .withStatus(status)
        .endCondition()
        .endStatus()
        .build();
  }
}
