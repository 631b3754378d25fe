package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResourceConfig;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResourceConfigBuilder;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterInformers;
import io.scaledapp.operator.platform.kubernetes.cluster.PrunedStore;
import org.jspecify.annotations.Nullable;

/** How dependents see the cluster: only what is made for ScaledApps. */
final class Ours {

  private Ours() {}

  /**
   * An object of the same name that somebody else made is never taken over: creating fails.
   *
   * @param store of the objects seen; null where there is an informer for each namespace, none of
   *     which can have a store to itself
   * @param news whether a change, of which it is given the new and the old version, asks for a
   *     reconcile
   */
  static <R extends HasMetadata> KubernetesDependentResourceConfig<R> of(
      Class<R> type, @Nullable PrunedStore<R> store, OnUpdateFilter<R> news) {
    var ours =
        InformerConfiguration.builder(type)
            .withLabelSelector(ClusterNames.OURS)
            .withOnUpdateFilter(news)
            .withInformerListLimit(ClusterInformers.PAGE);
    if (store != null) {
      ours.withItemStore(store);
    }
    var informer = ours.build();
    return new KubernetesDependentResourceConfigBuilder<R>()
        .withKubernetesDependentInformerConfig(informer)
        .withCreateResourceOnlyIfNotExistingWithSSA(true)
        .withUseSSA(true)
        .build();
  }
}
