package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** What holds only where the app runs as local processes. */
public record Local(@Nullable LocalBuild build) {}
