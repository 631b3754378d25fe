package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What holds only where the app runs as local processes. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Local(
    @JsonPropertyDescription("A command that makes the app startable.") @Nullable LocalBuild build,
    @JsonPropertyDescription(
            "A port of this machine that is the app's alone, at the address of --listen, whatever"
                + " host and path a request names. Required with protocol TCP, of which it is the"
                + " only way in. Default: none.")
        @Min(1)
        @Max(65535)
        @Nullable Integer port) {}
