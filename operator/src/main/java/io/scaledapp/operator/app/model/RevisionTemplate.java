package io.scaledapp.operator.app.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.scaledapp.crds.v1alpha1.LocalBuild;
import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.crds.v1alpha1.Startup;
import io.scaledapp.crds.v1alpha1.TargetRef;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What replicas are made from: a pod template, or a workload that is there already. Two equal ones
 * need no rollout from one to the other: count, scaling and routing are no part of it.
 */
public record RevisionTemplate(
    @Nullable PodTemplateSpec pod,
    @Nullable TargetRef target,
    @Nullable Integer port,
    @Nullable Startup startup,
    @Nullable LocalBuild build,
    @Nullable String folder) {

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
          .build();

  /** Absolute path of the folder that local processes run in, set by the command line. */
  public static final String FOLDER_ANNOTATION = "scaledapp.io/folder";

  /** Equal for equal templates, also of another program's run: 16 hexadecimal digits. */
  public String digest() {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(this));
      return HexFormat.of().formatHex(sha, 0, 8);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a template that was read can be written, by SHA-256", e);
    }
  }

  static @Nullable RevisionTemplate of(ScaledApp app) {
    var spec = app.getSpec();
    if (spec.targetRef() != null) {
      // Its port changes in place: nothing of a workload of somebody else is made anew for it.
      return new RevisionTemplate(null, spec.targetRef(), null, null, null, null);
    }
    if (spec.template() == null) {
      return null;
    }
    var annotations = app.getMetadata().getAnnotations();
    return new RevisionTemplate(
        spec.template(),
        null,
        spec.port(),
        spec.startup(),
        spec.local() == null ? null : spec.local().build(),
        annotations == null ? null : annotations.get(FOLDER_ANNOTATION));
  }
}
