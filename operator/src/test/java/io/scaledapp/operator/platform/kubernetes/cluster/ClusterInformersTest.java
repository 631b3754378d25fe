package io.scaledapp.operator.platform.kubernetes.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClusterInformersTest {

  private static final int PODS = 300;

  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    var config =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withOnlyHttpWatches(true)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    over.countDown();
    client.close();
    server.stop(0);
  }

  @Test
  @Timeout(30)
  void slowListenerHasBeenToldOfEverythingWhenTheWatchHasBegun() {
    var told = new CopyOnWriteArrayList<String>();

    var informers =
        ClusterInformers.start(client, Set.of(), false, new SlowListener(told), new NoJobs());
    var toldByThen = List.copyOf(told);
    informers.close();

    assertThat(toldByThen)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, PODS).mapToObj(this::name).toList());
  }

  private String name(int number) {
    return "pod-" + number;
  }

  /** A list with pods, none of ReplicaSets, and watches in which nothing happens. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI();
      if (String.valueOf(uri.getQuery()).contains("watch=true")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        over.await();
        return;
      }
      var path = uri.getPath();
      var kind = path.endsWith("/pods") ? "Pod" : path.endsWith("/jobs") ? "Job" : "ReplicaSet";
      var version = Map.of("Pod", "v1", "Job", "batch/v1", "ReplicaSet", "apps/v1").get(kind);
      var items = kind.equals("Pod") ? pods() : "";
      var list =
          """
          {"apiVersion": "%s", "kind": "%sList", "metadata": {"resourceVersion": "9"}, "items": [%s]}
          """
              .formatted(version, kind, items)
              .getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, list.length);
      exchange.getResponseBody().write(list);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String pods() {
    return IntStream.range(0, PODS)
        .mapToObj(
            number ->
                """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"namespace": "shops", "name": "%s", "resourceVersion": "1"},
                 "spec": {"containers": []}}
                """
                    .formatted(name(number)))
        .collect(joining(","));
  }

  private record NoJobs() implements JobListener {

    @Override
    public void jobSeen(Job job) {}

    @Override
    public void jobGone(Job job) {}
  }

  /** Takes a millisecond for each pod. */
  private record SlowListener(List<String> told) implements ClusterListener {

    @Override
    public void podSeen(Pod pod) {
      LockSupport.parkNanos(1_000_000);
      told.add(pod.getMetadata().getName());
    }

    @Override
    public void podGone(Pod pod) {}

    @Override
    public void replicaSetSeen(ReplicaSet set) {}

    @Override
    public void replicaSetGone(ReplicaSet set) {}

    @Override
    public void nodeSeen(Node node) {}

    @Override
    public void nodeGone(Node node) {}
  }
}
