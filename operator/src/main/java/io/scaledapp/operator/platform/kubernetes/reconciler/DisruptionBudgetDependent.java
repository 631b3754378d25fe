package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.scaledapp.crds.v1alpha1.ScaledApp;

/**
 * Keeps evictions from the app's pods: on a node that is cordoned, replacements are brought up
 * elsewhere and the pods drained, and only then they go. Where nodes cannot be seen one pod at a
 * time may be evicted.
 */
final class DisruptionBudgetDependent
    extends CRUDKubernetesDependentResource<PodDisruptionBudget, ScaledApp> {

  private final boolean drainsNodes;

  DisruptionBudgetDependent(boolean drainsNodes) {
    super(PodDisruptionBudget.class);
    this.drainsNodes = drainsNodes;
    configureWith(Ours.of(PodDisruptionBudget.class));
  }

  @Override
  protected PodDisruptionBudget desired(ScaledApp app, Context<ScaledApp> context) {
    return desired(app, drainsNodes);
  }

  static PodDisruptionBudget desired(ScaledApp app, boolean drainsNodes) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(ClusterNames.metadata(app, ClusterNames.name(app)))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(drainsNodes ? 0 : 1))
        .withNewSelector()
        .withMatchLabels(ClusterNames.podSelector(app))
        .endSelector()
        .endSpec()
        .build();
  }
}
