package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.cluster.Pruning;
import io.scaledapp.operator.platform.kubernetes.cluster.StreamedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The ScaledApps as the API server has them. */
public final class ScaledApps {

  private ScaledApps() {}

  /**
   * Those of these namespaces, or of all when none is named, without what nobody reads.
   *
   * @throws KubernetesClientException if the API server does not tell
   */
  public static List<ScaledApp> list(KubernetesClient client, Set<String> namespaces) {
    var all = new ArrayList<ScaledApp>();
    if (namespaces.isEmpty()) {
      StreamedList.each(client, ScaledApp.class, null, app -> take(app, all));
    }
    namespaces.forEach(
        one -> StreamedList.each(client, ScaledApp.class, one, app -> take(app, all)));
    return all;
  }

  private static void take(ScaledApp app, List<ScaledApp> all) {
    Pruning.scaledApp(app);
    all.add(app);
  }
}
