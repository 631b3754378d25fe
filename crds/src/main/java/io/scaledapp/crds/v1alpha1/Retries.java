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

/** How often a request is tried again that may be. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Retries(
    @JsonPropertyDescription(
            "How often one request is tried again, on another replica if there is one: a request"
                + " that reached no replica, or an idempotent one of whose answer the client has"
                + " seen nothing.")
        @Min(0)
        @Max(10)
        @Default("1")
        @Nullable Integer attempts,
    @JsonPropertyDescription(
            "How many requests may be tried again within 10 s, in percent of all, so that retries"
                + " do not multiply the load where all replicas are in trouble.")
        @Min(0)
        @Max(100)
        @Default("20")
        @Nullable Integer budgetPercent,
    @JsonPropertyDescription("Retries a second, on average over 10 s, whatever the budget.")
        @Min(0)
        @Max(1000)
        @Default("10")
        @Nullable Integer minRetriesPerSecond,
    @JsonPropertyDescription(
            "Longest silence of one try from the end of its request to the beginning of its answer;"
                + " a request that may be is tried again after it, any other is answered 504."
                + " Default: timeouts.read, after which nothing is tried again.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @ValidationRule(
            value = "duration(self) >= duration('10ms') && duration(self) <= duration('1h')",
            message = "must be from 10ms to 1h")
        @Nullable String perTryTimeout) {}
