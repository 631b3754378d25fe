package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Names a workload of the app's own namespace, as a HorizontalPodAutoscaler does. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TargetRef(
    @JsonPropertyDescription("Its API version.")
        @Size(max = 63)
        @Default(TargetRef.API_VERSION)
        @ValidationRule(
            value = "self == '" + TargetRef.API_VERSION + "'",
            message = "must be " + TargetRef.API_VERSION)
        @Nullable String apiVersion,
    @JsonPropertyDescription("Its kind.") @Required TargetKind kind,
    @JsonPropertyDescription("Its name.") @Required @Size(min = 1, max = 253) String name) {

  /** Of all kinds that can be adopted. */
  public static final String API_VERSION = "apps/v1";
}
