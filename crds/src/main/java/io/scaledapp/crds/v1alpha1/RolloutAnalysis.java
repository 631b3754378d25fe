package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What a revision is judged by while it is on trial. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RolloutAnalysis(
    @JsonPropertyDescription(
            "Requests that each of the two revisions must have answered before anything is judged.")
        @Min(10)
        @Max(1_000_000)
        @Default("100")
        @Nullable Integer minRequests,
    @JsonPropertyDescription(
            "By how many percentage points the share of failed requests and answers with status 5xx"
                + " may be higher than that of the revision before. With more, if Fisher's exact"
                + " test says that it is no chance, the rollout is rolled back at once.")
        @Min(0)
        @Max(100)
        @Default("1")
        @Nullable Integer maxErrorPercent,
    @JsonPropertyDescription(
            "By how many percent the time within which 95 % of the answers begin may be longer. With"
                + " more at the end of a step, if the Mann-Whitney U test says that it is no chance,"
                + " the rollout is rolled back.")
        @Min(0)
        @Max(100_000)
        @Default("50")
        @Nullable Integer maxLatencyPercent) {}
