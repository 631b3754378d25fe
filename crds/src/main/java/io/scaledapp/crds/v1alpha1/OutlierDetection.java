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

/** When a replica that fails gets no new request for a while. */
@ValidationRule(
    value = "duration(self.ejectionTime) <= duration(self.maxEjectionTime)",
    message = "must not be longer than maxEjectionTime",
    fieldPath = ".ejectionTime")
@JsonIgnoreProperties(ignoreUnknown = true)
public record OutlierDetection(
    @JsonPropertyDescription(
            "So many failures in a row eject a replica. A failure is an attempt without a valid"
                + " answer, or one that took too long. 0: none is ejected.")
        @Min(0)
        @Max(1000)
        @Default("5")
        @Nullable Integer consecutiveFailures,
    @JsonPropertyDescription(
            "Whether an answer with status 5xx is a failure too, and a gRPC call that ends as"
                + " UNKNOWN, INTERNAL, UNAVAILABLE or DATA_LOSS. Clients may be able to provoke such"
                + " answers.")
        @Default("false")
        @Nullable Boolean serverErrors,
    @JsonPropertyDescription(
            "How long a replica is ejected for the first time; twice that for the second in a row,"
                + " and so on. A duration such as 30s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("30s")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
            message = "must be from 1s to 1h")
        @Nullable String ejectionTime,
    @JsonPropertyDescription("The longest ejection. A duration such as 5m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("300s")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('24h')",
            message = "must be from 1s to 24h")
        @Nullable String maxEjectionTime,
    @JsonPropertyDescription(
            "How many of the ready replicas may be ejected at once, in percent. One always may,"
                + " unless this is 0, but never the last one that works; where all fail, all are"
                + " tried.")
        @Min(0)
        @Max(100)
        @Default("10")
        @Nullable Integer maxEjectionPercent) {}
