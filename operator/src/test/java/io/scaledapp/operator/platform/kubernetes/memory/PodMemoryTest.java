package io.scaledapp.operator.platform.kubernetes.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.MemoryUse;
import io.scaledapp.operator.app.MemoryUse.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodMemoryTest {

  private static final String PODS =
      """
      {"apiVersion": "metrics.k8s.io/v1beta1", "kind": "PodMetricsList", "items": [
        {"metadata": {"name": "shop-1-a", "namespace": "prod",
                      "labels": {"scaledapp.io/app": "shop"}},
         "timestamp": "2026-01-01T00:00:00Z", "window": "15s",
         "containers": [{"name": "proxy", "usage": {"memory": "900Mi"}},
                        {"name": "web", "usage": {"cpu": "5m", "memory": "200Mi"}}]},
        {"metadata": {"name": "other-1-a", "namespace": "prod",
                      "labels": {"scaledapp.io/app": "other"}},
         "timestamp": "2026-01-01T00:00:00Z", "window": "15s",
         "containers": [{"name": "web", "usage": {"memory": "1Gi"}}]}]}
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private KubernetesClient client;
  private PodMemory memory;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    memory = new PodMemory(client, InstantSource.system(), Duration.ofMillis(20));
  }

  @AfterEach
  void stop() {
    memory.close();
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(String.valueOf(exchange.getRequestURI()));
    var body = (status == 200 ? PODS : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void theAppsOwnContainerCountsInPodsOfItsNamespaceAlone() {
    var use = await(now -> !now.samples().isEmpty());

    assertThat(use.samples())
        .containsExactly(
            java.util.Map.entry(
                "prod/shop-1-a", new Sample(200L << 20, Instant.parse("2026-01-01T00:00:00Z"))));
    assertThat(use.problem()).isNull();
    assertThat(asked)
        .allMatch(uri -> uri.startsWith("/apis/metrics.k8s.io/v1beta1/namespaces/prod/pods?"))
        .allMatch(uri -> uri.contains("labelSelector="));
  }

  @Test
  void nothingIsAskedUnlessSomebodyWantsToKnow() {
    assertThat(asked).isEmpty();
  }

  @Test
  void aClusterWithoutTheApiIsToldWithItsMend() {
    status = 404;
    assertThat(await(now -> now.problem() != null).problem()).contains("install metrics-server");
    status = 403;
    assertThat(await(now -> String.valueOf(now.problem()).contains("rbac.podMetrics")).samples())
        .isEmpty();
    status = 200;
    assertThat(await(now -> now.problem() == null).samples()).hasSize(1);
  }

  @Test
  void whatWasReadLastHoldsOverAFailureButNotOverMany() {
    await(now -> !now.samples().isEmpty());
    status = 503;

    var use = await(now -> now.problem() != null);

    assertThat(use.samples()).isEmpty();
    assertThat(use.problem()).contains("v1beta1.metrics.k8s.io");
    assertThat(MemoryReading.NONE.next(client, "prod").problem()).as("one failure").isNull();
  }

  private MemoryUse await(Predicate<MemoryUse> fits) {
    var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      var use = memory.of(app());
      if (fits.test(use)) {
        return use;
      }
      assertThat(System.nanoTime()).as("in time, for %s", use).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static ScaledApp app() {
    return new KubernetesSerialization()
        .unmarshal(
            """
            apiVersion: scaledapp.io/v1alpha1
            kind: ScaledApp
            metadata: {name: shop, namespace: prod}
            spec: {template: {spec: {containers: [{name: web}, {name: proxy}]}}}
            """,
            ScaledApp.class);
  }
}
