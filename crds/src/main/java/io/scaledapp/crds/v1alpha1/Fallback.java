package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What to do when load stops arriving. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Fallback(
    @JsonPropertyDescription(
            "How long the load of a balancer must have been unknown. Until then the count is held."
                + " A duration such as 3m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("3m")
        @ValidationRule(
            value = "duration(self) >= duration('30s') && duration(self) <= duration('24h')",
            message = "must be from 30s to 24h")
        @Nullable String after,
    @JsonPropertyDescription(
            "The count from then on, between minReplicas and maxReplicas; more where the load that is"
                + " known asks for more.")
        @Required
        @Min(1)
        @Max(10_000)
        Integer replicas) {}
