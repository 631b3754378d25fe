package io.scaledapp.operator.app.engine;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.scaledapp.crds.v1alpha1.Local;
import io.scaledapp.crds.v1alpha1.LocalBuild;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.crds.v1alpha1.ScaledAppStatus;
import io.scaledapp.operator.app.model.RevisionTemplate;
import io.scaledapp.operator.app.status.StatusMapping;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** ScaledApps as an API server would answer with them. None is changed once it is made. */
final class Snapshots {

  private Snapshots() {}

  /** The app with a status, and the metadata that an API server keeps. */
  static ScaledApp of(
      ScaledApp source,
      long generation,
      String createdAt,
      @Nullable String deletedAt,
      ScaledAppStatus status) {
    var snapshot = new ScaledApp();
    snapshot.setMetadata(
        new ObjectMetaBuilder(source.getMetadata())
            .withGeneration(generation)
            .withCreationTimestamp(createdAt)
            .withDeletionTimestamp(deletedAt)
            .build());
    snapshot.setSpec(source.getSpec());
    snapshot.setStatus(status);
    return snapshot;
  }

  /** An app that was never in force, with what is wrong as its status. */
  static ScaledApp refused(ScaledApp source, String problem, Instant now) {
    var generation = generation(source, 1);
    var status = StatusMapping.refused(source.getStatus(), problem, generation, now);
    return of(source, generation, createdAt(source, now), null, status);
  }

  /** The app with another count; null is automatic. */
  static ScaledApp withReplicas(ScaledApp app, @Nullable Integer replicas) {
    var spec = app.getSpec();
    var changed = new ScaledApp();
    changed.setMetadata(app.getMetadata());
    changed.setSpec(
        new ScaledAppSpec(
            spec.template(),
            spec.targetRef(),
            spec.endpoints(),
            spec.port(),
            replicas == null ? ScaledAppSpec.AUTOMATIC_REPLICAS : replicas,
            spec.suspend(),
            spec.scaling(),
            spec.routing(),
            spec.rollout(),
            spec.jobs(),
            spec.recycle(),
            spec.startup(),
            spec.local()));
    return changed;
  }

  /** The app with all that a revision's replicas are made from. */
  static ScaledApp withTemplate(ScaledApp app, RevisionTemplate template) {
    var spec = app.getSpec();
    var changed = new ScaledApp();
    changed.setMetadata(withFolder(app.getMetadata(), template.folder()));
    changed.setSpec(
        new ScaledAppSpec(
            template.pod(),
            spec.targetRef(),
            spec.endpoints(),
            template.port(),
            spec.replicas(),
            spec.suspend(),
            spec.scaling(),
            spec.routing(),
            spec.rollout(),
            spec.jobs(),
            spec.recycle(),
            template.startup(),
            local(spec.local(), template.build())));
    return changed;
  }

  private static @Nullable Local local(@Nullable Local local, @Nullable LocalBuild build) {
    var port = local == null ? null : local.port();
    return build == null && port == null ? null : new Local(build, port);
  }

  private static ObjectMeta withFolder(ObjectMeta metadata, @Nullable String folder) {
    return folder == null
        ? metadata
        : new ObjectMetaBuilder(metadata)
            .addToAnnotations(RevisionTemplate.FOLDER_ANNOTATION, folder)
            .build();
  }

  /** The generation that an API server gave, or {@code counted} where there is no API server. */
  static long generation(ScaledApp source, long counted) {
    var given = source.getMetadata().getGeneration();
    return given == null ? counted : given;
  }

  /** When an API server took the app in, or else {@code now}. */
  static String createdAt(ScaledApp source, Instant now) {
    var given = source.getMetadata().getCreationTimestamp();
    return given == null ? timestamp(now) : given;
  }

  static String timestamp(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
