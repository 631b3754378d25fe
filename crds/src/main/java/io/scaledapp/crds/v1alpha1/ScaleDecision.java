package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** The last change of the wanted count and why. */
public record ScaleDecision(
    @Nullable String time, @Nullable Integer from, @Nullable Integer to, @Nullable String reason) {}
