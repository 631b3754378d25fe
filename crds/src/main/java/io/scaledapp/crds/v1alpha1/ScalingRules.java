package io.scaledapp.crds.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one direction. */
public record ScalingRules(
    @Nullable Integer stabilizationWindowSeconds,
    @Nullable SelectPolicy selectPolicy,
    @Nullable List<ScalingRule> policies,
    @Nullable Double tolerance) {}
