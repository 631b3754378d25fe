package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** The load on the app, over all balancers. */
public record Load(
    @Nullable Double concurrency,
    @Nullable Integer connections,
    @Nullable Double requestRate,
    @Nullable Integer queued) {}
