package io.scaledapp.e2e.cluster;

import io.scaledapp.e2e.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The cluster does what a cluster does, so that a failure elsewhere is not the cluster's. */
@OnCluster
class NodeRunsPodsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @BeforeAll
  static void loadImage(Cluster cluster) {
    cluster.loadImage(Artifacts.get("nodejs"));
  }

  @Test
  void podsAnswerByServiceNameAndAtTheNodePort(Cluster cluster, TestNamespace namespace) {
    runServer(cluster, namespace, "web");
    runServer(cluster, namespace, "neighbour");
    var inNamespace = "--namespace=" + namespace;
    cluster.kubectl(
        "expose", "pod", "web", inNamespace, "--type=NodePort", "--port=80", "--target-port=3000");
    cluster.kubectl("wait", "pod", "--all", inNamespace, "--for=condition=Ready", "--timeout=60s");
    var service = cluster.client().services().inNamespace(namespace.name()).withName("web").get();
    var nodePort = service.getSpec().getPorts().getFirst().getNodePort();
    var fetch =
        "fetch('http://web.%s/').then(r => r.text()).then(t => console.log(t))"
            .formatted(namespace);
    // The node hears of a ready pod a moment after the API server does.
    Await.until(
        "an answer at the node port",
        LIMIT,
        () -> get(cluster.address(), nodePort).equals("hello"));
    Await.until(
        "an answer for the service's name",
        LIMIT,
        () -> cluster.tryKubectl("exec", "neighbour", inNamespace, "--", "node", "-e", fetch),
        result -> result.output().equals("hello\n"));
  }

  private static void runServer(Cluster cluster, TestNamespace namespace, String name) {
    var server = "require('http').createServer((q, r) => r.end('hello')).listen(3000)";
    cluster.kubectl(
        "run",
        name,
        "--namespace=" + namespace,
        "--image=" + Artifacts.get("nodejs"),
        "--port=3000",
        "--",
        "node",
        "-e",
        server);
  }

  /** The body, or why there is none. */
  private static String get(String host, int port) {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://%s:%d/".formatted(host, port));
      var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
      return Await.unchecked(() -> client.send(request, BodyHandlers.ofString())).body();
    } catch (IllegalStateException refused) {
      return refused.toString();
    }
  }
}
