package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How replicas of a balancer's own zone are preferred. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ZonePreference(
    @JsonPropertyDescription(
            "What a balancer may give the replicas of its zone at most, in percent of what they"
                + " would have if zones did not matter; beyond that, all zones are treated alike."
                + " With three zones alike, 300 keeps all requests in theirs, and 100 prefers"
                + " nothing.")
        @Min(100)
        @Max(10_000)
        @Default("200")
        @Nullable Integer maxLoadPercent) {}
