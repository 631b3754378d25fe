package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.scaledapp.crds.v1alpha1.ScaledApp;

/**
 * Gives each reconcile a ScaledApp of its own, as JOSDK wants it: its metadata may be changed then,
 * while spec and status, which nobody changes in place, are those of the cache. JOSDK's own cloner
 * writes and reads the whole as JSON.
 */
public final class SharingCloner implements Cloner {

  private final KubernetesSerialization others;

  public SharingCloner(KubernetesSerialization others) {
    this.others = others;
  }

  @Override
  @SuppressWarnings("unchecked") // A ScaledApp is cloned as a ScaledApp.
  public <R extends HasMetadata> R clone(R object) {
    return object instanceof ScaledApp app ? (R) shared(app) : others.clone(object);
  }

  private static ScaledApp shared(ScaledApp app) {
    var clone = new ScaledApp();
    clone.setMetadata(new ObjectMetaBuilder(app.getMetadata()).build());
    clone.setSpec(app.getSpec());
    clone.setStatus(app.getStatus());
    return clone;
  }
}
