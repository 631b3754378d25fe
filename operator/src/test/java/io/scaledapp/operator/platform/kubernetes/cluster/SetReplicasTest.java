package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.RefusedException;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterWriter.StaleException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int code = 200;
  private volatile String answer = "";
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
      var content = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(code, content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  private ReplicaSet setReplicas(int count) {
    return new FabricWriter(client).setReplicas(SEEN, count);
  }

  @Test
  void oneRequestSaysWhatWasSeen() {
    answer =
        """
        {"apiVersion": "apps/v1", "kind": "ReplicaSet",
         "metadata": {"namespace": "shop", "name": "web-r1", "resourceVersion": "8"},
         "spec": {"replicas": 3}}
        """;

    var changed = setReplicas(3);

    assertThat(changed.getSpec().getReplicas()).isEqualTo(3);
    assertThat(changed.getMetadata().getResourceVersion()).isEqualTo("8");
    assertThat(requests).hasSize(1);
    assertThat(requests.getFirst())
        .startsWith(
            "PATCH /apis/apps/v1/namespaces/shop/replicasets/web-r1?fieldManager=scaledapp ")
        .contains("\"uid\":\"u-1\"", "\"resourceVersion\":\"7\"", "\"replicas\":3");
  }

  @Test
  void anotherChangeInBetweenMakesItStale() {
    code = 409;
    answer = "{\"kind\": \"Status\", \"code\": 409, \"message\": \"it has been modified\"}";

    assertThatThrownBy(() -> setReplicas(3))
        .isInstanceOf(StaleException.class)
        .hasMessage("it has been modified");
  }

  @Test
  void quotaRefusesIt() {
    code = 403;
    answer = "{\"kind\": \"Status\", \"code\": 403, \"message\": \"exceeded quota\"}";

    assertThatThrownBy(() -> setReplicas(3)).isInstanceOf(RefusedException.class);
  }

  @Test
  void answerOfAProxyIsAFailureToTryAgain() {
    code = 502;
    answer = "<html>Bad Gateway</html>";

    assertThatThrownBy(() -> setReplicas(3)).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void serverThatIsGoneIsAFailureToTryAgain() {
    server.stop(0);

    assertThatThrownBy(() -> setReplicas(3)).isInstanceOf(KubernetesClientException.class);
  }
}
