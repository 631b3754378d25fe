package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How far the newest revision has come that does not simply replace the one before. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RolloutStatus(
    @JsonPropertyDescription("The number of the newest revision.") @Nullable Integer revision,
    @JsonPropertyDescription("What it is.") @Nullable RolloutPhase phase,
    @JsonPropertyDescription("The present step, from 1.") @Nullable Integer step,
    @JsonPropertyDescription("The share of requests that it gets, in percent.")
        @Nullable Integer weight,
    @JsonPropertyDescription("Why it was rolled back, with the numbers.")
        @Nullable String reason) {}
