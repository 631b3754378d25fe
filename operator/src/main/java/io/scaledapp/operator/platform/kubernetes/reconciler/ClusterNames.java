package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How objects around an app are named and marked. */
public final class ClusterNames {

  /** Owner of every field that is applied. */
  public static final String FIELD_MANAGER = Labels.MANAGER;

  /** Keeps a deleted ScaledApp until its last replica is drained. */
  public static final String FINALIZER = "scaledapp.io/drain";

  /** Selects what is made for ScaledApps, whichever. */
  public static final String OURS = Labels.MANAGED_BY + "=" + Labels.MANAGER;

  private ClusterNames() {}

  /** Labels of everything that is made for the app. */
  static Map<String, String> labels(ScaledApp app) {
    return Map.of(Labels.MANAGED_BY, Labels.MANAGER, Labels.APP, name(app));
  }

  /** Labels that select the app's pods. */
  static Map<String, String> podSelector(ScaledApp app) {
    return Map.of(Labels.APP, name(app));
  }

  /** The same in the form of {@code status.selector}; that of adopted pods is known by status. */
  static @Nullable String podSelectorText(ScaledApp app, ScaledAppStatus status) {
    return app.getSpec().targetRef() == null ? Labels.APP + "=" + name(app) : status.selector();
  }

  /** Id of the app that owns an object; empty of one that was given away, or never was an app's. */
  static Optional<String> owner(HasMetadata object) {
    var metadata = object.getMetadata();
    return metadata.getOwnerReferences().stream()
        .filter(one -> one.getKind().equals(HasMetadata.getKind(ScaledApp.class)))
        .findFirst()
        .map(one -> metadata.getNamespace() + "/" + one.getName());
  }

  static String name(ScaledApp app) {
    return app.getMetadata().getName();
  }

  /** Metadata of an object in the app's namespace. */
  static ObjectMeta metadata(ScaledApp app, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(app.getMetadata().getNamespace())
        .withLabels(labels(app))
        .build();
  }

  /** What is sent to have a status written: refused when the app changed since it was read. */
  static ScaledApp withStatus(ScaledApp app, ScaledAppStatus status) {
    var patch = new ScaledApp();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(name(app))
            .withNamespace(app.getMetadata().getNamespace())
            .withResourceVersion(app.getMetadata().getResourceVersion())
            .build());
    patch.setStatus(status);
    return patch;
  }
}
