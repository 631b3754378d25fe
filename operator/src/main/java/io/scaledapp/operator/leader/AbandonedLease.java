package io.scaledapp.operator.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees a Lease whose holder is gone for certain: its pod is no more, or it is an earlier container
 * of this very pod, of which only one runs at a time. Silence alone is no proof.
 */
final class AbandonedLease {

  private static final Logger log = LoggerFactory.getLogger(AbandonedLease.class);

  private final KubernetesClient client;
  private final LeaseName name;
  private final String identity;

  AbandonedLease(KubernetesClient client, LeaseName name, String identity) {
    this.client = client;
    this.name = name;
    this.identity = identity;
  }

  /** Frees it if that is so; what cannot be found out now is tried again later. */
  void free() {
    try {
      var lease = name.read(client);
      if (lease != null && isAbandoned(lease)) {
        release(lease);
      }
    } catch (KubernetesClientException e) {
      log.atDebug().setCause(e).log("cannot see whether the leader is there");
    }
  }

  /** Frees it if this operator holds it. */
  void giveBack() {
    try {
      var lease = name.read(client);
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        release(lease);
      }
    } catch (KubernetesClientException e) {
      log.atWarn().setCause(e).log("cannot give the lease back; it ends by itself");
    }
  }

  private boolean isAbandoned(Lease lease) {
    var holder = lease.getSpec().getHolderIdentity();
    var pod = Holder.pod(holder);
    if (pod == null || Objects.equals(holder, identity)) {
      return false;
    }
    return pod.equals(Holder.pod(identity))
        || client.pods().inNamespace(name.namespace()).withName(pod).get() == null;
  }

  /** The resource version sees to it that a holder which renewed meanwhile keeps it. */
  private void release(Lease lease) {
    var holder = lease.getSpec().getHolderIdentity();
    var free =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name.name())
            .withNamespace(name.namespace())
            .withResourceVersion(lease.getMetadata().getResourceVersion())
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity("")
            .endSpec()
            .build();
    client
        .leases()
        .inNamespace(name.namespace())
        .withName(name.name())
        .patch(PatchContext.of(PatchType.JSON_MERGE), free);
    log.atInfo().addKeyValue("leader", holder).log("the lease of a holder that is gone is free");
  }
}
