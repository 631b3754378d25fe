package io.scaledapp.operator.app.model;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.scaledapp.crds.v1alpha1.LocalBuild;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import org.jspecify.annotations.Nullable;

/**
 * What replicas are made from. Two equal ones need no rollout from one to the other: count, scaling
 * and routing are no part of it.
 */
public record RevisionTemplate(
    PodTemplateSpec pod,
    @Nullable Integer port,
    @Nullable LocalBuild build,
    @Nullable String folder) {

  /** Absolute path of the folder that local processes run in, set by the command line. */
  public static final String FOLDER_ANNOTATION = "scaledapp.io/folder";

  static @Nullable RevisionTemplate of(ScaledApp app) {
    var spec = app.getSpec();
    if (spec.template() == null) {
      return null;
    }
    var annotations = app.getMetadata().getAnnotations();
    return new RevisionTemplate(
        spec.template(),
        spec.port(),
        spec.local() == null ? null : spec.local().build(),
        annotations == null ? null : annotations.get(FOLDER_ANNOTATION));
  }
}
