package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** How a replica is chosen. */
public record LoadBalancing(@Nullable LoadBalancingPolicy policy) {}
