package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/** Where the API server has the objects of a kind, below its own URL, which ends with a slash. */
final class ResourcePath {

  private ResourcePath() {}

  /**
   * Of all objects of a kind. The core's API has no name of a group, and a place of its own.
   *
   * @param namespace whose objects; null for those of all
   */
  static String of(Class<? extends HasMetadata> type, @Nullable String namespace) {
    var version = HasMetadata.getApiVersion(type);
    return "%s/%s/%s%s"
        .formatted(
            version.contains("/") ? "apis" : "api",
            version,
            namespace == null ? "" : "namespaces/" + namespace + "/",
            HasMetadata.getPlural(type));
  }
}
