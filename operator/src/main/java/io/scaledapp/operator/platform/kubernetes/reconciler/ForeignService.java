package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.time.Duration;

/**
 * A Service of an app's name that somebody else made. It is left alone, and no slice may be added
 * to it. It carries none of our labels, so that no watch tells when it goes.
 */
final class ForeignService {

  /** How soon the name is looked at again. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(20);

  private ForeignService() {}

  /** Whether there is one, which is asked only while there is none of ours. */
  static boolean hasNameOf(ScaledApp app, Context<ScaledApp> context) {
    return context.getSecondaryResource(Service.class).isEmpty()
        && hasNameOf(app, context.getClient());
  }

  private static boolean hasNameOf(ScaledApp app, KubernetesClient client) {
    var there =
        client
            .services()
            .inNamespace(app.getMetadata().getNamespace())
            .withName(ClusterNames.name(app))
            .get();
    return there != null
        && there.getMetadata().getOwnerReferences().stream()
            .noneMatch(one -> one.getUid().equals(app.getMetadata().getUid()));
  }

  static String words(ScaledApp app) {
    return """
        there is a Service %s that is not this ScaledApp's, and is left alone: http://%s does not \
        lead to the balancers, only routing.hosts do; give the ScaledApp another name, or delete \
        that Service"""
        .formatted(ClusterNames.name(app), ClusterNames.name(app));
  }
}
