package io.scaledapp.operator.platform.kubernetes.reconciler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.RecordingApiServer;
import io.scaledapp.operator.platform.kubernetes.RecordingApiServer.Request;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API server is asked for ScaledApps, and what its answers come to. */
class ScaledAppsTest {

  private static final String APP =
      """
      {"apiVersion": "scaledapp.io/v1alpha1", "kind": "ScaledApp",
       "metadata": {"namespace": "shops", "name": "%s", "managedFields": [{"manager": "x"}]},
       "spec": {"replicas": 3, "template": {"spec": {"containers": [{"name": "web"}]}},
                "routing": {"hosts": ["%s.example.com"]}},
       "status": {"desiredReplicas": 2}}
      """;
  private static final String ROOT = "/apis/scaledapp.io/v1alpha1/";

  private RecordingApiServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingApiServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String app(String name) {
    return APP.formatted(name, name);
  }

  @Test
  void allOfThemAreReadInOneRequest() {
    server.answer(
        200,
        """
        {"apiVersion": "scaledapp.io/v1alpha1", "items": [%s, %s], "kind": "ScaledAppList",
         "metadata": {"continue": "", "resourceVersion": "17", "deep": {"items": [1, {}]}}}
        """
            .formatted(app("web"), app("jobs")));

    var apps = ScaledApps.list(server.client(), Set.of());

    assertThat(server.requests).extracting(Request::path).containsExactly(ROOT + "scaledapps");
    assertThat(apps).extracting(one -> one.getMetadata().getName()).containsExactly("web", "jobs");
    var web = apps.getFirst();
    assertThat(web.getSpec().fixedReplicas()).isEqualTo(3);
    assertThat(Objects.requireNonNull(web.getSpec().routing()).hosts())
        .containsExactly("web.example.com");
    assertThat(web.getStatus().desiredReplicas()).isEqualTo(2);
    assertThat(Objects.requireNonNull(web.getSpec().template()).getSpec().getContainers())
        .hasSize(1);
  }

  @Test
  void onlyNamespacesThatAreLookedAtAreAskedFor() {
    server.answer(200, "{\"items\": [%s]}".formatted(app("web")));

    var apps = ScaledApps.list(server.client(), Set.of("shops", "bank"));

    assertThat(server.requests)
        .extracting(Request::path)
        .containsExactlyInAnyOrder(
            ROOT + "namespaces/shops/scaledapps", ROOT + "namespaces/bank/scaledapps");
    assertThat(apps).hasSize(2);
  }

  @Test
  void noneIsAnAnswer() {
    server.answer(200, "{\"items\": [], \"metadata\": {}}");
    assertThat(ScaledApps.list(server.client(), Set.of())).isEmpty();
  }

  @Test
  void refusalNamesWhatWasAsked() {
    server.answer(403, "{\"kind\": \"Status\", \"code\": 403, \"message\": \"forbidden: user\"}");
    assertThatThrownBy(() -> ScaledApps.list(server.client(), Set.of()))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("cannot list " + ROOT + "scaledapps")
        .hasMessageContaining("403");
  }

  /** Half of the apps must not be taken for all. */
  @Test
  void listThatEndsTooSoonIsNone() {
    server.answer(200, "{\"items\": [%s, %s".formatted(app("web"), app("jobs")));
    assertThatThrownBy(() -> ScaledApps.list(server.client(), Set.of()))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("broke off");
  }

  @Test
  void listWithoutItsEndIsNone() {
    server.answer(200, "{\"items\": [%s]".formatted(app("web")));
    assertThatThrownBy(() -> ScaledApps.list(server.client(), Set.of()))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void templateIsReadAsTheClientReadsIt() {
    server.answer(200, "{\"items\": [%s]}".formatted(app("web")));
    var streamed = ScaledApps.list(server.client(), Set.of()).getFirst();

    var read = server.client().getKubernetesSerialization().unmarshal(app("web"), ScaledApp.class);

    assertThat(streamed.getSpec()).isEqualTo(read.getSpec());
    assertThat(streamed.getStatus()).isEqualTo(read.getStatus());
  }
}
