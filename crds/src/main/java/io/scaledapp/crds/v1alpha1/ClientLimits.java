package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How much one client may ask of the app. */
@ValidationRule(
    value = "has(self.requestsPerSecond) || has(self.maxConcurrency)",
    message = "requestsPerSecond or maxConcurrency must be given")
@ValidationRule(
    value = "!has(self.burst) || has(self.requestsPerSecond)",
    message = "is of use with requestsPerSecond only",
    fieldPath = ".burst",
    reason = "FieldValueForbidden")
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClientLimits(
    @JsonPropertyDescription(
            "Requests that a client may send in a second, on average. Default: no limit.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer requestsPerSecond,
    @JsonPropertyDescription(
            "Requests that a client may send at once after a pause. Default: requestsPerSecond.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer burst,
    @JsonPropertyDescription(
            "Requests of a client in flight at once; an open WebSocket, event stream or gRPC call"
                + " is one, an idle connection is none. Default: no limit.")
        @Min(1)
        @Max(100_000)
        @Nullable Integer maxConcurrency,
    @JsonPropertyDescription(
            "A header such as X-Api-Key whose value is a client too: the limits hold for each"
                + " value, and as well for each address, since who sends a header can make up"
                + " another value.")
        @Size(min = 1, max = 128)
        @Pattern("^[-!#$%&'*+.^_`|~A-Za-z0-9]+$")
        @Nullable String header) {}
