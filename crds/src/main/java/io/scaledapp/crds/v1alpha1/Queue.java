package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** The bounded queue of requests that find no free replica. */
public record Queue(@Nullable Integer maxRequests, @Nullable String timeout) {}
