package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** Time-outs of the app's requests; none is infinite. */
public record Timeouts(
    @Nullable String connect,
    @Nullable String read,
    @Nullable String send,
    @Nullable String tunnel) {}
