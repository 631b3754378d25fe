package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How fast the count may change, in the words of the Kubernetes HPA v2. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Behavior(
    @JsonPropertyDescription(
            "How fast replicas are added. Default: at once, as many as the load asks for.")
        @Nullable ScalingRules scaleUp,
    @JsonPropertyDescription(
            "How fast replicas are removed. Default: at once; what the load needed lately is kept by"
                + " holdWindow.")
        @Nullable ScalingRules scaleDown) {}
