package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A measure of load and how much of it one replica is meant to carry. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.target) || self.type == 'Concurrency'",
    message = "must be given; only that of Concurrency can be learned",
    fieldPath = ".target")
public record Metric(
    @JsonPropertyDescription(
            "Concurrency: requests in flight. Connections: client connections whose latest request"
                + " went to the app. RequestRate: requests a second.")
        @Required
        MetricType type,
    @JsonPropertyDescription(
            "How much of it one replica is meant to carry. Default for Concurrency: learned from"
                + " how long answers take to begin.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer target) {}
