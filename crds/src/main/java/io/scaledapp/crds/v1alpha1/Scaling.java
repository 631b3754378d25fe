package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many replicas, and by what. */
@ValidationRule(
    value =
        "!has(self.minReplicas) || !has(self.maxReplicas) || self.minReplicas <= self.maxReplicas",
    message = "must not be greater than maxReplicas",
    fieldPath = ".minReplicas")
@ValidationRule(
    value =
        "!has(self.panicWindow) || !has(self.stableWindow)"
            + " || duration(self.panicWindow) <= duration(self.stableWindow)",
    message = "must not be longer than stableWindow",
    fieldPath = ".panicWindow")
@JsonIgnoreProperties(ignoreUnknown = true)
public record Scaling(
    @JsonPropertyDescription("Fewest replicas. 0: none while nothing asks for the app.")
        @Min(0)
        @Max(10_000)
        @Default("1")
        @Nullable Integer minReplicas,
    @JsonPropertyDescription(
            "Most replicas. Default: 10 on a cluster, the number of cores locally; never less than"
                + " minReplicas.")
        @Min(1)
        @Max(10_000)
        @Nullable Integer maxReplicas,
    @JsonPropertyDescription(
            "What is measured, and how much of it one replica is meant to carry. The metric that"
                + " asks for the most replicas wins.")
        @Size(min = 1, max = 3)
        @Default("[{\"type\": \"Concurrency\"}]")
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x.type == y.type))",
            message = "a type may be named once")
        @Nullable List<Metric> metrics,
    @JsonPropertyDescription("The time over which load is averaged in calm. A duration such as 6s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("6s")
        @ValidationRule(
            value = "duration(self) >= duration('6s') && duration(self) <= duration('1h')",
            message = "must be from 6s to 1h")
        @Nullable String stableWindow,
    @JsonPropertyDescription(
            "The time over which load is averaged to see a sudden rise. A duration such as 2s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("2s")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('10m')",
            message = "must be from 1s to 10m")
        @Nullable String panicWindow,
    @JsonPropertyDescription(
            "A rise is sudden when the panic window asks for this share of the ready replicas, in"
                + " percent.")
        @Min(110)
        @Max(1000)
        @Default("200")
        @Nullable Integer panicThresholdPercent,
    @JsonPropertyDescription(
            "Bursts come back: the count goes no lower than what was enough for holdPercentile of"
                + " this time. 0s: nothing is held. A duration such as 10m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("10m")
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('1h')",
            message = "must be from 0s to 1h")
        @Nullable String holdWindow,
    @JsonPropertyDescription(
            "The share of the holdWindow for which the count that is held was enough, in percent."
                + " 100: the most that was needed in it.")
        @Min(50)
        @Max(100)
        @Default("95")
        @Nullable Integer holdPercentile,
    @JsonPropertyDescription(
            "With minReplicas 0: how long nothing must have asked for the app before its last"
                + " replica goes. A duration such as 60s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("60s")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('24h')",
            message = "must be from 1s to 24h")
        @Nullable String scaleToZeroAfter,
    @JsonPropertyDescription(
            "How fast the count may change, in the words of a HorizontalPodAutoscaler.")
        @Nullable Behavior behavior,
    @JsonPropertyDescription(
            "What to do when load stops arriving, for good. Default: the count is held.")
        @Nullable Fallback fallback,
    @JsonPropertyDescription(
            "Times at which there are more replicas at least, ready when each begins. Of several that"
                + " are on, the highest holds.")
        @Size(max = 20)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x.name == y.name))",
            message = "a name may be given once")
        @Nullable List<Schedule> schedules,
    @JsonPropertyDescription(
            "For stateful apps: a replica that a scale-down takes away keeps its sessions first."
                + " Connections to it go on and sticky cookies still lead to it, until nothing was"
                + " in flight on it for this long; at most for 24h. Default: drainTimeout holds. A"
                + " duration such as 10m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('24h')",
            message = "must be from 0s to 24h")
        @Nullable String keepUntilIdle) {}
