package io.scaledapp.crds.v1alpha1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many replicas, and by what. */
public record Scaling(
    @Nullable Integer minReplicas,
    @Nullable Integer maxReplicas,
    @Nullable List<Metric> metrics,
    @Nullable String stableWindow,
    @Nullable String panicWindow,
    @Nullable Integer panicThresholdPercent,
    @Nullable String scaleToZeroAfter,
    @Nullable Behavior behavior) {}
