package io.scaledapp.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.scaledapp.e2e.Await;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The faults that tests cause are real ones, and they end. */
@OnCluster
class FaultsIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String SERVER =
      "require('http').createServer((q, r) => r.end('hello')).listen(3000)";

  private Cluster cluster;
  private TestNamespace namespace;

  @BeforeAll
  static void loadImage(Cluster cluster) {
    cluster.loadImage(Artifacts.get("nodejs"));
  }

  @BeforeEach
  void enter(Cluster cluster, TestNamespace namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  @Test
  void apiServerIsGoneUntilTheOutageEnds() {
    try (var outage = cluster.stopApiServer()) {
      assertThat(cluster.tryKubectl("get", "--raw=/readyz").exitCode()).isNotZero();
    }
    assertThat(cluster.kubectl("get", "--raw=/readyz")).isEqualTo("ok");
  }

  @Test
  void killedContainerIsSeenToHaveBeenKilled() {
    run("server", "");

    cluster.kill(pod("server"), "server");

    var restarted = Await.until("a restart", LIMIT, () -> pod("server"), pod -> restarts(pod) == 1);
    var status = restarted.getStatus().getContainerStatuses().getFirst();
    assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(137);
  }

  @Test
  void podsOfTwoNodesReachEachOtherAndDrainMovesThemAway() {
    try (var worker = cluster.join(Artifacts.get("nodejs"))) {
      run("far", "\"nodeName\":\"" + worker.name() + "\"");
      run("near", "\"nodeName\":\"control-plane\"");

      assertAnswers("near", pod("far").getStatus().getPodIP() + ":3000");
      var unused =
          cluster.kubectl("expose", "pod", "near", in(), "--port=80", "--target-port=3000");
      assertAnswers("far", "near");

      unused =
          cluster.kubectl(
              "drain",
              worker.name(),
              "--force",
              "--timeout=60s",
              "--grace-period=1",
              "--delete-emptydir-data");
      assertThat(cluster.kubectl("get", "pods", in(), "-o", "name")).isEqualTo("pod/near\n");
    }
    assertThat(cluster.kubectl("get", "nodes", "-o", "name")).isEqualTo("node/control-plane\n");
  }

  private void run(String name, String spec) {
    var image = Artifacts.get("nodejs");
    var unused =
        cluster.kubectl(
            "run",
            name,
            in(),
            "--image=" + image,
            "--overrides={\"spec\":{%s}}".formatted(spec),
            "--",
            "node",
            "-e",
            SERVER);
    unused = cluster.kubectl("wait", "pod", name, in(), "--for=condition=Ready", "--timeout=60s");
  }

  /** A node hears of a new service a moment after the API server does. */
  private void assertAnswers(String from, String to) {
    var script = "fetch('http://%s/').then(r => r.text()).then(t => console.log(t))".formatted(to);
    var unused =
        Await.until(
            "an answer of " + to + " to " + from,
            LIMIT,
            () -> cluster.tryKubectl("exec", from, in(), "--", "node", "-e", script),
            result -> result.output().equals("hello\n"));
  }

  private Pod pod(String name) {
    return cluster.client().pods().inNamespace(namespace.name()).withName(name).get();
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getRestartCount();
  }

  private String in() {
    return "--namespace=" + namespace;
  }
}
