package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** A change that is allowed within a period. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScalingRule(
    @JsonPropertyDescription("Pods: value counts replicas. Percent: value is a share of them.")
        @Required
        ScalingRuleType type,
    @JsonPropertyDescription("The greatest change within the period.")
        @Required
        @Min(1)
        @Max(1_000_000)
        Integer value,
    @JsonPropertyDescription("The period, in seconds.") @Required @Min(1) @Max(1800)
        Integer periodSeconds) {}
