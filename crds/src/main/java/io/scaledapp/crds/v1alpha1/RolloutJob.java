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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that runs once for each revision. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RolloutJob(
    @JsonPropertyDescription(
            "Program and arguments, in place of the first container's command and args; image, env"
                + " and volumes are those of the revision.")
        @Required
        @Size(min = 1, max = 64)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription(
            "The longest that it may take, all tries and the pull of the image included; then it is"
                + " ended and has failed. A duration such as 10m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("10m")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('24h')",
            message = "must be from 1s to 24h")
        @Nullable String timeout,
    @JsonPropertyDescription(
            "How often it is tried again within the timeout after it failed; the wait before that grows.")
        @Min(0)
        @Max(10)
        @Default("0")
        @Nullable Integer retries) {}
