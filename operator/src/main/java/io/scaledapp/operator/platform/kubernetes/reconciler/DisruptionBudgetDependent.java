package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;

/**
 * Keeps evictions from the app's pods: on a node that is cordoned, replacements are brought up
 * elsewhere and the pods drained, and only then they go. Where nodes cannot be seen one pod at a
 * time may be evicted.
 */
final class DisruptionBudgetDependent extends AppDependent<PodDisruptionBudget> {

  private final boolean drainsNodes;

  DisruptionBudgetDependent(boolean clusterWide) {
    super(PodDisruptionBudget.class, clusterWide, Pruning::disruptionBudget);
    // Nodes belong to no namespace: only one who may see all namespaces sees nodes.
    this.drainsNodes = clusterWide;
  }

  @Override
  String name(ScaledApp app) {
    return ClusterNames.name(app);
  }

  @Override
  boolean isCovered(PodDisruptionBudget wanted, PodDisruptionBudget there) {
    return wanted.getSpec().getMaxUnavailable().equals(there.getSpec().getMaxUnavailable())
        && wanted.getSpec().getSelector().equals(there.getSpec().getSelector());
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
