package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** A measure of load and how much of it one replica is meant to carry. */
public record Metric(MetricType type, @Nullable Integer target) {}
