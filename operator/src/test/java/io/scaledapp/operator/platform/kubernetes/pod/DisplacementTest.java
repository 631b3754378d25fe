package io.scaledapp.operator.platform.kubernetes.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class DisplacementTest {

  @Test
  void podOfACordonedNodeIsDisplaced() {
    var node = new NodeBuilder().withNewSpec().withUnschedulable(true).endSpec().build();

    assertThat(Displacement.isDisplaced(pod(), node)).isTrue();
  }

  @Test
  void podOfAHealthyNodeStays() {
    var node = new NodeBuilder().withNewSpec().endSpec().build();

    assertThat(Displacement.isDisplaced(pod(), node)).isFalse();
  }

  @Test
  void podOfANodeThatIsNotKnownStays() {
    assertThat(Displacement.isDisplaced(pod(), null)).isFalse();
  }

  @Test
  void podThatTheNodeEvictsIsDisplaced() {
    assertThat(Displacement.isDisplaced(pod(), tainted("NoExecute"))).isTrue();
  }

  @Test
  void podThatToleratesTheTaintStays() {
    assertThat(Displacement.isDisplaced(tolerant("maintenance", "soon"), tainted("NoExecute")))
        .isFalse();
  }

  @Test
  void tolerationOfAnotherValueDoesNotCount() {
    assertThat(Displacement.isDisplaced(tolerant("maintenance", "never"), tainted("NoExecute")))
        .isTrue();
  }

  @Test
  void taintThatOnlyKeepsOthersAwayDisplacesNobody() {
    assertThat(Displacement.isDisplaced(pod(), tainted("NoSchedule"))).isFalse();
  }

  private static Node tainted(String effect) {
    return new NodeBuilder()
        .withNewSpec()
        .addNewTaint()
        .withKey("maintenance")
        .withValue("soon")
        .withEffect(effect)
        .endTaint()
        .endSpec()
        .build();
  }

  private static Pod pod() {
    return new PodBuilder().withNewSpec().endSpec().build();
  }

  private static Pod tolerant(String key, String value) {
    return new PodBuilder()
        .withNewSpec()
        .addNewToleration()
        .withKey(key)
        .withValue(value)
        .endToleration()
        .endSpec()
        .build();
  }
}
