package io.scaledapp.operator.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Where the Lease is that operators contend for. */
public record LeaseName(String namespace, String name) {

  @Nullable Lease read(KubernetesClient client) {
    return client.leases().inNamespace(namespace).withName(name).get();
  }
}
