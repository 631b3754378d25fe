package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one direction. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScalingRules(
    @JsonPropertyDescription(
            "The count moves no further than every recommendation of this many seconds would have"
                + " it. Default: 0.")
        @Min(0)
        @Max(3600)
        @Nullable Integer stabilizationWindowSeconds,
    @JsonPropertyDescription(
            "Which of several policies holds. Max: the greatest change. Min: the smallest."
                + " Disabled: no change in this direction.")
        @Default("Max")
        @Nullable SelectPolicy selectPolicy,
    @JsonPropertyDescription("Changes that are allowed within a period. Default: any.")
        @Size(min = 1, max = 8)
        @Nullable List<ScalingRule> policies,
    @JsonPropertyDescription(
            "No change while the load is within this share of the target, such as 0.1 for 10 %.")
        @Min(0)
        @Max(1)
        @Default("0.1")
        @Nullable Double tolerance) {}
