package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import io.scaledapp.operator.platform.kubernetes.target.TargetKey;
import java.util.Comparator;
import java.util.Objects;

/**
 * An app that adopts a workload.
 *
 * @param id {@code namespace/name}
 * @param createdAt in ISO 8601, as the API server writes it
 * @param digest of what its replicas are made from
 * @param hasPort whether it names the port on which they answer
 */
record Adopter(
    String id, String name, String createdAt, String digest, TargetKey target, boolean hasPort) {

  /** Of apps that name one workload the first has it. */
  static final Comparator<Adopter> OLDEST_FIRST =
      Comparator.comparing(Adopter::createdAt).thenComparing(Adopter::id);

  /** All replicas are of one revision: what they are made from is their owner's. */
  static final int REVISION = 1;

  static Adopter of(ScaledApp app) {
    var model = AppModel.of(app, 1);
    return new Adopter(
        model.id(),
        model.name(),
        app.getMetadata().getCreationTimestamp(),
        Objects.requireNonNull(model.template()).digest(),
        TargetKey.of(app),
        app.getSpec().port() != null);
  }

  RevisionKey key() {
    return new RevisionKey(target.namespace(), name, REVISION);
  }
}
