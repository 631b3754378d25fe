package io.scaledapp.e2e.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scaledapp.e2e.Await;
import io.scaledapp.e2e.cluster.Artifacts;
import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.Command;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /scale} answers on every ScaledApp, so that kubectl scale and other tools work. */
@OnCluster
class ScaleSubresourceIT {

  private static final int AUTOMATIC = Integer.MAX_VALUE;

  private Cluster cluster;
  private TestNamespace namespace;

  @BeforeAll
  static void installCrd(Cluster cluster) {
    cluster.installCrd();
  }

  @BeforeEach
  void enter(Cluster cluster, TestNamespace namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "endpoints"})
  void answersWhereNoReplicasAreGiven(String sample) {
    apply(sample);

    assertThat(replicas()).isEqualTo(AUTOMATIC);
  }

  @Test
  void kubectlScaleFixesTheCountAndGivesItBack() {
    apply("minimal");

    var unused = scale(3).orFail();
    assertThat(replicas()).isEqualTo(3);

    unused = scale(AUTOMATIC).orFail();
    assertThat(replicas()).isEqualTo(AUTOMATIC);
  }

  @Test
  void patchFixesTheCount() {
    apply("minimal");

    var unused = patch(4).orFail();

    assertThat(replicas()).isEqualTo(4);
  }

  @Test
  void countAboveTheGreatestIsRefused() {
    apply("minimal");

    assertThat(scale(10_001).output())
        .contains("must be at most 10000, or 2147483647 for automatic");
    assertThat(replicas()).isEqualTo(AUTOMATIC);
  }

  @Test
  void fixedAddressesAreNotScaled() {
    apply("endpoints");

    assertThat(patch(2).output()).contains("fixed addresses are not scaled");
    var unused = patch(AUTOMATIC).orFail();
    assertThat(replicas()).isEqualTo(AUTOMATIC);
  }

  private void apply(String sample) {
    var file = Artifacts.project().resolve("crds/samples/valid/%s.yaml".formatted(sample));
    var unused = cluster.kubectl("apply", "--namespace=" + namespace, "-f", file.toString());
  }

  /** Fails unless the API server answers 200. */
  private int replicas() {
    var path = "/apis/scaledapp.io/v1alpha1/namespaces/%s/scaledapps/shop/scale";
    var scale = cluster.kubectl("get", "--raw", path.formatted(namespace));
    return Await.unchecked(() -> new ObjectMapper().readTree(scale)).at("/spec/replicas").asInt();
  }

  private Command.Result scale(int replicas) {
    return cluster.tryKubectl(
        "scale", "scaledapp/shop", "--namespace=" + namespace, "--replicas=" + replicas);
  }

  private Command.Result patch(int replicas) {
    return cluster.tryKubectl(
        "patch",
        "scaledapp/shop",
        "--namespace=" + namespace,
        "--subresource=scale",
        "--type=merge",
        "--patch={\"spec\":{\"replicas\":%d}}".formatted(replicas));
  }
}
