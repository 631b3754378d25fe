package io.scaledapp.operator.platform.kubernetes.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

class TerminatingTest {

  @Test
  void aNamespaceOnItsWayOutIsSeenInTheRefusal() {
    assertThat(Terminating.isReasonOf(new IllegalStateException(refusal("NamespaceTerminating"))))
        .isTrue();
  }

  @Test
  void otherRefusalsAreNot() {
    assertThat(Terminating.isReasonOf(refusal("FieldValueInvalid"))).isFalse();
    assertThat(Terminating.isReasonOf(new IllegalStateException("no answer"))).isFalse();
    assertThat(Terminating.isReasonOf(new KubernetesClientException("no answer"))).isFalse();
  }

  private static KubernetesClientException refusal(String cause) {
    return new KubernetesClientException(
        new StatusBuilder()
            .withCode(403)
            .withNewDetails()
            .addNewCause()
            .withReason(cause)
            .endCause()
            .endDetails()
            .build());
  }
}
