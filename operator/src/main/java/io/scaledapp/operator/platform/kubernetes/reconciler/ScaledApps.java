package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.cluster.ClusterInformers;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The ScaledApps as the API server has them. */
public final class ScaledApps {

  private ScaledApps() {}

  /**
   * Those of these namespaces, or of all when none is named, without what nobody reads. They come
   * in pages, so that there is never more than one page as the API server writes it.
   */
  public static List<ScaledApp> list(KubernetesClient client, Set<String> namespaces) {
    var apps = client.resources(ScaledApp.class);
    return namespaces.isEmpty()
        ? pages(apps.inAnyNamespace())
        : namespaces.stream().flatMap(one -> pages(apps.inNamespace(one)).stream()).toList();
  }

  private static List<ScaledApp> pages(Listable<KubernetesResourceList<ScaledApp>> apps) {
    var all = new ArrayList<ScaledApp>();
    String next = null;
    do {
      var page =
          apps.list(
              new ListOptionsBuilder().withLimit(ClusterInformers.PAGE).withContinue(next).build());
      page.getItems().forEach(Pruning::scaledApp);
      all.addAll(page.getItems());
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return all;
  }
}
