package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code helm upgrade --reuse-values} renders a new chart with the defaults of the one before.
 * Where that one did not know a map of values, there is none.
 */
@ExtendWith(HelmCondition.class)
class ReusedValuesIT {

  private static final Path DEFAULTS = Path.of("src/test/resources/chart/defaults/values.yaml");

  /** Maps of values that charts before did not have. */
  private static final List<String> LATER =
      List.of(
          "tls",
          "proxyProtocol",
          "accessLog",
          "limits",
          "timeouts",
          "tracing",
          "sockets",
          "listeners",
          "replicaTls");

  private final Path folder;

  ReusedValuesIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "balancer.replicas=2",
        "balancer.tls.secrets={shop-tls}",
        "balancer.tls.clientCertificates.secret=staff-ca",
        "balancer.proxyProtocol.trusted={192.0.2.0/24}",
        "balancer.accessLog.format=JSON",
        "balancer.tracing.endpoint=http://collector:4318",
        "balancer.tracing.headers.secret=collector"
      })
  void mapsThatTheChartBeforeDidNotKnowMayBeMissing(String value) throws IOException {
    var chart = chartWithoutLaterMaps();

    for (var helm : List.of(Helm.three(), Helm.four())) {
      var result = helm.template(chart, DEFAULTS, "--set", value);

      assertThat(result.exitCode()).as(result.errors()).isZero();
      assertThat(result.output()).contains("kind: Deployment").doesNotContain("<no value>");
    }
  }

  private Path chartWithoutLaterMaps() throws IOException {
    var chart = folder.resolve("chart");
    try (var files = Files.walk(Helm.CHART)) {
      for (var file : files.toList()) {
        Files.copy(file, chart.resolve(Helm.CHART.relativize(file).toString()));
      }
    }
    var yaml = new YAMLMapper();
    var values = (ObjectNode) yaml.readTree(chart.resolve("values.yaml").toFile());
    ((ObjectNode) values.get("balancer")).remove(LATER);
    yaml.writeValue(chart.resolve("values.yaml").toFile(), values);
    return chart;
  }
}
