package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.platform.kubernetes.reconciler.ClusterNames;
import io.scaledapp.operator.platform.kubernetes.reconciler.ScaledApps;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets ScaledApps be deleted when no operator is there to drain them: takes the finalizer off each.
 * Their replicas stay, and go with the ScaledApp that owns them.
 */
public final class Release {

  private static final Logger log = LoggerFactory.getLogger(Release.class);
  private static final int ATTEMPTS = 5;

  private Release() {}

  /**
   * Takes the finalizer off the ScaledApps of these namespaces, or of all when none is named.
   *
   * @throws KubernetesClientException if the API server refuses or does not answer
   */
  public static void all(Set<String> namespaces) {
    try (var client = new KubernetesClientBuilder().build()) {
      ScaledApps.list(client, namespaces).stream()
          .filter(app -> app.getMetadata().getFinalizers().contains(ClusterNames.FINALIZER))
          .forEach(app -> release(client, app));
    }
  }

  private static void release(KubernetesClient client, ScaledApp found) {
    var name = found.getMetadata().getName();
    var resource =
        client
            .resources(ScaledApp.class)
            .inNamespace(found.getMetadata().getNamespace())
            .withName(name);
    for (var attempt = 1; ; attempt++) {
      var app = resource.get();
      if (app == null) {
        return;
      }
      try {
        var unused = resource.patch(PatchContext.of(PatchType.JSON_MERGE), withoutFinalizer(app));
        log.atInfo()
            .addKeyValue("app", found.getMetadata().getNamespace() + "/" + name)
            .log("can be deleted without an operator");
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** The resource version sees to it that no finalizer of somebody else's is lost. */
  private static String withoutFinalizer(ScaledApp app) {
    var metadata = app.getMetadata();
    List<String> others =
        metadata.getFinalizers().stream()
            .filter(one -> !one.equals(ClusterNames.FINALIZER))
            .toList();
    return Serialization.asJson(
        Map.of(
            "metadata",
            Map.of("resourceVersion", metadata.getResourceVersion(), "finalizers", others)));
  }
}
