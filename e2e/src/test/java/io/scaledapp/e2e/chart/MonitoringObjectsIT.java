package io.scaledapp.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kinds of the Prometheus operator, against that operator's own types. */
@ExtendWith(HelmCondition.class)
class MonitoringObjectsIT {

  @Test
  void podMonitorsHaveNoUnknownField() throws IOException {
    var monitors = RenderedObjects.of("everything").ofKind("PodMonitor").toList();

    assertThat(monitors).hasSize(2);
    for (var monitor : monitors) {
      var read = strict().treeToValue(monitor, PodMonitor.class);
      assertThat(read.getSpec().getSelector().getMatchLabels()).isNotEmpty();
      assertThat(read.getSpec().getPodMetricsEndpoints()).isNotEmpty();
    }
  }

  @Test
  void rulesHaveNoUnknownField() throws IOException {
    var rule = RenderedObjects.of("everything").ofKind("PrometheusRule").findFirst().orElseThrow();

    var read = strict().treeToValue(rule, PrometheusRule.class);

    assertThat(read.getSpec().getGroups())
        .isNotEmpty()
        .allSatisfy(group -> assertThat(group.getRules()).isNotEmpty());
  }

  /** The models keep what they do not know, which is just what must not be there. */
  private static ObjectMapper strict() {
    return JsonMapper.builder()
        .annotationIntrospector(
            new JacksonAnnotationIntrospector() {
              @Override
              public Boolean hasAnySetter(Annotated annotated) {
                return false;
              }
            })
        .build();
  }
}
