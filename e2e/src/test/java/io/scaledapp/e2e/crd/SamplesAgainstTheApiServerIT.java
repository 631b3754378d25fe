package io.scaledapp.e2e.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.scaledapp.e2e.cluster.Cluster;
import io.scaledapp.e2e.cluster.OnCluster;
import io.scaledapp.e2e.cluster.TestNamespace;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server finds valid and invalid what local validation does, for the same reasons. */
@OnCluster
class SamplesAgainstTheApiServerIT {

  @BeforeAll
  static void installCrd(Cluster cluster) {
    cluster.installCrd();
  }

  @ParameterizedTest
  @MethodSource("io.scaledapp.e2e.crd.Sample#valid")
  void validSampleIsTaken(Sample sample, Cluster cluster) {
    var taken = cluster.kubectl("apply", "--dry-run=server", "-f", sample.file().toString());

    assertThat(taken.lines()).isNotEmpty().allMatch(line -> line.endsWith("(server dry run)"));
  }

  @ParameterizedTest
  @MethodSource("io.scaledapp.e2e.crd.Sample#valid")
  void validSampleIsTakenByServerSideApply(Sample sample, Cluster cluster) {
    var taken =
        cluster.kubectl(
            "apply", "--server-side", "--dry-run=server", "-f", sample.file().toString());

    assertThat(taken.lines()).isNotEmpty().allMatch(line -> line.contains("(server dry run)"));
  }

  @ParameterizedTest
  @MethodSource("io.scaledapp.e2e.crd.Sample#invalid")
  void invalidSampleIsRefusedForTheSameReasons(Sample sample, Cluster cluster) {
    var refusals =
        sample.documents().stream()
            .flatMap(document -> Refusal.of(cluster.client(), document).stream())
            .toList();

    assertThat(refusals).hasSize(1);
    assertThat(sample.problems())
        .isNotEmpty()
        .allMatch(
            problem -> ApiServerWording.tells(refusals.getFirst().told(), problem),
            refusals.toString());
  }

  @Test
  void sampleAppsAreTakenAsTheyAre(Cluster cluster, TestNamespace namespace) {
    var files = Sample.apps().flatMap(app -> Stream.of("-f", app.file().toString()));
    var command = Stream.concat(Stream.of("apply", "--namespace=" + namespace), files);
    var unused = cluster.kubectl(command.toArray(String[]::new));

    var names = cluster.kubectl("get", "scaledapps", "--namespace=" + namespace, "-o", "name");

    assertThat(names.lines())
        .containsExactly(
            "scaledapp.scaledapp.io/express-hello",
            "scaledapp.scaledapp.io/express-redis",
            "scaledapp.scaledapp.io/grpc-hello",
            "scaledapp.scaledapp.io/spring-hello");
  }
}
