package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** How fast the count may change, in the words of the Kubernetes HPA v2. */
public record Behavior(@Nullable ScalingRules scaleUp, @Nullable ScalingRules scaleDown) {}
