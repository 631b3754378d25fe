package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(HelmCondition.class)
class RefusedValuesIT {

  private static final Path DEFAULTS = Path.of("src/test/resources/chart/defaults/values.yaml");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          balancers.replicas=3                     | 'balancers'
          balancer.servise.type=NodePort           | 'servise'
          operator.image.name=mine                 | 'name'
          operator.replicas=two                    | operator/replicas
          operator.replicas=0                      | operator/replicas
          operator.url=apps.example.com            | operator/url
          balancer.service.type=External           | balancer/service/type
          balancer.service.port=70000              | balancer/service/port
          balancer.trustedProxies={10.0.0.0/8,lan} | balancer/trustedProxies/1
          balancer.drainTimeoutSeconds=30s         | balancer/drainTimeoutSeconds
          balancer.listeners[0].app=mail           | balancer/listeners/0
          balancer.replicaTls[0].name=system       | balancer/replicaTls/0/name
          watchNamespaces={Shop}                   | watchNamespaces/0
          watchNamespaces=shop                     | watchNamespaces
          log.format=xml                           | log/format
          metrics.podMonitor.enabled=yes           | metrics/podMonitor/enabled
          operator.image.digest=0123               | operator/image/digest
          control.existingSecret=Operators_TLS     | control/existingSecret
          """)
  void wrongValueIsRefusedByItsName(String value, String name) {
    var result = Helm.three().template(DEFAULTS, "--set", value);

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.errors()).contains("specifications of the schema").contains(name);
  }
}
