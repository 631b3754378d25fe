package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The load on the app, over all balancers. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Load(
    @JsonPropertyDescription("Requests in flight; an open tunnel or event stream is one.")
        @Nullable Double concurrency,
    @JsonPropertyDescription("Client connections open whose latest request went to the app.")
        @Nullable Integer connections,
    @JsonPropertyDescription("Requests a second.") @Nullable Double requestRate,
    @JsonPropertyDescription("Requests that wait for a replica.") @Nullable Integer queued) {}
