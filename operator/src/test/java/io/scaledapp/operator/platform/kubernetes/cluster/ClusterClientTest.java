package io.scaledapp.operator.platform.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.WatchEvent;
import org.junit.jupiter.api.Test;

class ClusterClientTest {

  private static final String SERVICE =
      """
      {"apiVersion": "v1", "kind": "Service",
       "metadata": {"name": "shop", "labels": {"a": "b"}, "resourceVersion": "7",
         "managedFields": [{"manager": "x", "operation": "Apply", "apiVersion": "v1",
           "fieldsType": "FieldsV1", "fieldsV1": {"f:spec": {"f:type": {}}}}]},
       "spec": {"type": "ClusterIP"}}
      """;

  @Test
  void managedFieldsAreNotRead() {
    var service = ClusterClient.serialization().unmarshal(SERVICE, Service.class);

    assertThat(service.getMetadata().getManagedFields()).isEmpty();
    assertThat(service.getMetadata().getAdditionalProperties()).isEmpty();
    assertThat(service.getMetadata().getLabels()).containsEntry("a", "b");
    assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
  }

  @Test
  void norAreThoseOfWhatAWatchTells() {
    var event =
        ClusterClient.serialization()
            .unmarshal(
                "{\"type\": \"ADDED\", \"object\": %s}".formatted(SERVICE), WatchEvent.class);

    var service = (Service) event.getObject();
    assertThat(service.getMetadata().getManagedFields()).isEmpty();
    assertThat(service.getMetadata().getResourceVersion()).isEqualTo("7");
  }
}
