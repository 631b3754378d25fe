package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.operator.platform.kubernetes.RecordingApiServer;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.StaleException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent to an API server when a count changes, and what its answers come to. */
class SetReplicasTest {

  private static final ReplicaSet SEEN =
      new ReplicaSetBuilder()
          .withNewMetadata()
          .withNamespace("shop")
          .withName("web-r1")
          .withUid("u-1")
          .withResourceVersion("7")
          .endMetadata()
          .withNewSpec()
          .withReplicas(1)
          .endSpec()
          .build();

  private RecordingApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ReplicaSet setReplicas(int count) {
    return new FabricWriter(server.client()).setReplicas(SEEN, count);
  }

  @Test
  void oneRequestSaysWhatWasSeen() {
    server.answer(
        200,
        """
        {"apiVersion": "apps/v1", "kind": "ReplicaSet",
         "metadata": {"namespace": "shop", "name": "web-r1", "resourceVersion": "8"},
         "spec": {"replicas": 3}}
        """);

    var changed = setReplicas(3);

    assertThat(changed.getSpec().getReplicas()).isEqualTo(3);
    assertThat(changed.getMetadata().getResourceVersion()).isEqualTo("8");
    assertThat(server.requests).hasSize(1);
    var request = server.requests.getFirst();
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.path())
        .isEqualTo("/apis/apps/v1/namespaces/shop/replicasets/web-r1?fieldManager=scaledapp");
    assertThat(request.media()).startsWith("application/merge-patch+json");
    assertThat(request.body())
        .contains("\"uid\":\"u-1\"", "\"resourceVersion\":\"7\"", "\"replicas\":3");
  }

  @Test
  void anotherChangeInBetweenMakesItStale() {
    server.answer(
        409, "{\"kind\": \"Status\", \"code\": 409, \"message\": \"it has been modified\"}");

    assertThatThrownBy(() -> setReplicas(3))
        .isInstanceOf(StaleException.class)
        .hasMessage("it has been modified");
  }

  @Test
  void quotaRefusesIt() {
    server.answer(403, "{\"kind\": \"Status\", \"code\": 403, \"message\": \"exceeded quota\"}");

    assertThatThrownBy(() -> setReplicas(3)).isInstanceOf(RefusedException.class);
  }

  @Test
  void answerOfAProxyIsAFailureToTryAgain() {
    server.answer(502, "<html>Bad Gateway</html>");

    assertThatThrownBy(() -> setReplicas(3)).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void serverThatIsGoneIsAFailureToTryAgain() {
    server.stop();

    assertThatThrownBy(() -> setReplicas(3)).isInstanceOf(KubernetesClientException.class);
  }
}
