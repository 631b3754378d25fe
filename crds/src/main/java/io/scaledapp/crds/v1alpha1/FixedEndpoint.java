package io.scaledapp.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** A fixed address that answers the app's requests, as in an nginx upstream. */
public record FixedEndpoint(String address, @Nullable Integer port, @Nullable Integer weight) {}
