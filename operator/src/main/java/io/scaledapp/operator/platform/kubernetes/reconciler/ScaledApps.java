package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.List;
import java.util.Set;

/** The ScaledApps as the API server has them. */
public final class ScaledApps {

  private ScaledApps() {}

  /** Those of these namespaces, or of all when none is named. */
  public static List<ScaledApp> list(KubernetesClient client, Set<String> namespaces) {
    var apps = client.resources(ScaledApp.class);
    return namespaces.isEmpty()
        ? apps.inAnyNamespace().list().getItems()
        : namespaces.stream()
            .flatMap(one -> apps.inNamespace(one).list().getItems().stream())
            .toList();
  }
}
