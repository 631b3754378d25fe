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

/** A stage of a canary. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RolloutStep(
    @JsonPropertyDescription("The share of requests that the new revision gets, in percent.")
        @Required
        @Min(1)
        @Max(100)
        Integer weight,
    @JsonPropertyDescription(
            "How long at least, and until each revision has answered analysis.minRequests. A"
                + " duration such as 5m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("1m")
        @ValidationRule(
            value = "duration(self) <= duration('24h')",
            message = "must be at most 24h")
        @Nullable String pause) {}
