package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResourceConfig;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResourceConfigBuilder;

/** How dependents see the cluster: only what is made for ScaledApps. */
final class Ours {

  private Ours() {}

  /** An object of the same name that somebody else made is never taken over: creating fails. */
  static <R extends HasMetadata> KubernetesDependentResourceConfig<R> of(Class<R> type) {
    var informer = InformerConfiguration.builder(type).withLabelSelector(ClusterNames.OURS).build();
    return new KubernetesDependentResourceConfigBuilder<R>()
        .withKubernetesDependentInformerConfig(informer)
        .withCreateResourceOnlyIfNotExistingWithSSA(true)
        .withUseSSA(true)
        .build();
  }
}
