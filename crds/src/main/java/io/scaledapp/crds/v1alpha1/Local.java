package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What holds only where the app runs as local processes. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Local(
    @JsonPropertyDescription("A command that makes the app startable.")
        @Nullable LocalBuild build) {}
