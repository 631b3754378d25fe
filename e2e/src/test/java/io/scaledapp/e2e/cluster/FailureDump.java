package io.scaledapp.e2e.cluster;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a failed test leaves for the one who looks for the cause. */
final class FailureDump {

  private FailureDump() {}

  /**
   * Writes pods, events, logs and more of the namespaces, and of the operator and the balancers, to
   * {@code e2e/target/cluster/TEST}.
   */
  static void write(Cluster cluster, String test, List<TestNamespace> namespaces) {
    var folder = Artifacts.project().resolve("e2e/target/cluster").resolve(test).toString();
    var names =
        Stream.concat(
                Stream.of(Installation.NAMESPACE), namespaces.stream().map(TestNamespace::name))
            .collect(Collectors.joining(","));
    var dump =
        cluster.tryKubectl(
            "cluster-info",
            "dump",
            "--output=yaml",
            "--output-directory=" + folder,
            "--namespaces=" + names);
    System.err.printf(
        "%s failed; what its namespaces held is in %s %s%n",
        test, folder, dump.exitCode() == 0 ? "" : dump.output());
  }
}
