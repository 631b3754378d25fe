package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How fast the count may change, in the words of the Kubernetes HPA v2. */
public record Behavior(
    @JsonPropertyDescription(
            "How fast replicas are added. Unless given: no stabilization, and no limit on the rate.")
        @Nullable ScalingRules scaleUp,
    @JsonPropertyDescription(
            "How fast replicas are removed. Unless given: stabilized over the stable window, and no"
                + " limit on the rate.")
        @Nullable ScalingRules scaleDown) {}
