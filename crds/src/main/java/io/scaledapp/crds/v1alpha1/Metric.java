package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** A measure of load and how much of it one replica is meant to carry. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Metric(
    @JsonPropertyDescription(
            "Concurrency: requests in flight. Connections: client connections whose latest request"
                + " went to the app. RequestRate: requests a second.")
        @Required
        MetricType type,
    @JsonPropertyDescription("How much of it one replica is meant to carry.")
        @Required
        @Min(1)
        @Max(1_000_000)
        Integer target) {}
