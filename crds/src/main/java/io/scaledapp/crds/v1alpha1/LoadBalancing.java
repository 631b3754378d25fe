package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** How a replica is chosen. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadBalancing(
    @JsonPropertyDescription(
            "RoundRobin: in turn. LeastConnections: the one with the fewest requests in flight."
                + " IPHash: by the client's address.")
        @Default("LeastConnections")
        @Nullable LoadBalancingPolicy policy) {}
