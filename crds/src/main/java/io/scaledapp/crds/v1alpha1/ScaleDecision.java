package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The last change of the wanted count and why. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScaleDecision(
    @JsonPropertyDescription("When, as in RFC 3339.") @Nullable String time,
    @JsonPropertyDescription("Desired replicas before.") @Nullable Integer from,
    @JsonPropertyDescription("Desired replicas after.") @Nullable Integer to,
    @JsonPropertyDescription("Why, in words, with the numbers.") @Nullable String reason) {}
