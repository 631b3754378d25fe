package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The bounded queue of requests that find no free replica. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Queue(
    @JsonPropertyDescription(
            "Requests that may wait at once; one more is answered 503. 0: none waits.")
        @Min(0)
        @Max(100_000)
        @Default("1000")
        @Nullable Integer maxRequests,
    @JsonPropertyDescription(
            "Longest wait; after it the answer is 503 with Retry-After. A duration such as 30s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("30s")
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('10m')",
            message = "must be from 0s to 10m")
        @Nullable String timeout) {}
