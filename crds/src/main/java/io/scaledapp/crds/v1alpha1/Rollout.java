package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How a revision takes the place of the one before. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Rollout(
    @JsonPropertyDescription(
            "A command that must succeed before the first replica of a revision starts, such as a"
                + " migration of a database: it runs once for each revision, not once a replica."
                + " While it runs, and when it fails, replicas of the revision before go on.")
        @Nullable RolloutJob before) {}
