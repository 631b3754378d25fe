package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.StaleException;
import org.junit.jupiter.api.Test;

class FabricWriterTest {

  @Test
  void whatIsForbiddenIsAskedInVain() {
    var quota = failure(403, "replicasets.apps \"a-r1\" is forbidden: exceeded quota");

    assertThat(FabricWriter.translated(quota)).isInstanceOf(RefusedException.class);
  }

  @Test
  void kindThatIsTooNewForTheApiServerIsTriedAgain() {
    var tooNew =
        failure(
            403,
            "replicasets.apps \"a-r1\" is forbidden: cannot set blockOwnerDeletion in this case"
                + " because cannot find RESTMapping for APIVersion scaledapp.io/v1alpha1 Kind"
                + " ScaledApp: no matches for kind \"ScaledApp\" in version"
                + " \"scaledapp.io/v1alpha1\"");

    assertThat(FabricWriter.translated(tooNew)).isSameAs(tooNew);
  }

  @Test
  void whatCameInBetweenIsLookedAtAnew() {
    assertThat(FabricWriter.translated(failure(409, "conflict")))
        .isInstanceOf(StaleException.class);
  }

  private static KubernetesClientException failure(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
