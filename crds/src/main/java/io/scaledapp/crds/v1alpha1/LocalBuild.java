package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that makes the app startable, such as {@code npm ci}, run before the first replica of
 * each revision.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LocalBuild(
    @JsonPropertyDescription("Program and arguments, run in the folder of the file.")
        @Required
        @Size(min = 1, max = 64)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription(
            "Files that the build reads, as globs relative to the folder. While they and the"
                + " command are as in the last good build, it is skipped. Default: it always runs.")
        @Size(max = 64)
        @Nullable List<@Size(min = 1, max = 1024) String> inputs) {}
