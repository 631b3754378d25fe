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

/** When requests are answered at once, since nearly all fail or too many are in flight. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CircuitBreaker(
    @JsonPropertyDescription(
            "The circuit opens when so many of the requests of the window failed, in percent. A"
                + " failure is a request that, after its retries, got no valid answer of a replica"
                + " or none in time. 0: it never opens.")
        @Min(0)
        @Max(100)
        @Default("50")
        @Nullable Integer failurePercent,
    @JsonPropertyDescription("With fewer requests within the window it does not open.")
        @Min(1)
        @Max(100_000)
        @Default("20")
        @Nullable Integer minRequests,
    @JsonPropertyDescription("The time in which requests are counted. A duration such as 10s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("10s")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
            message = "must be from 1s to 1h")
        @Nullable String window,
    @JsonPropertyDescription(
            "How long all requests are answered 503 then, with Retry-After. A duration such as 5s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("5s")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('1h')",
            message = "must be from 1s to 1h")
        @Nullable String openFor,
    @JsonPropertyDescription(
            "So many requests are let through after that. When so many succeed, all are again; when"
                + " one fails, none for another openFor. While neither happens, so many more may"
                + " try after each openFor.")
        @Min(1)
        @Max(1000)
        @Default("3")
        @Nullable Integer trialRequests,
    @JsonPropertyDescription(
            "Whether an answer with status 5xx is a failure too, and a gRPC status UNKNOWN,"
                + " INTERNAL, UNAVAILABLE or DATA_LOSS without a message. Clients that can provoke"
                + " such answers can open the circuit for all others.")
        @Default("true")
        @Nullable Boolean serverErrors,
    @JsonPropertyDescription(
            "Requests of the app in flight at once on one balancer, those that wait for a replica"
                + " too; more are answered 503. Default: no limit.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer maxRequestsInFlight,
    @JsonPropertyDescription(
            "Requests of the app that are being tried again at once on one balancer; others are not"
                + " tried again. Default: no limit.")
        @Min(1)
        @Max(1_000_000)
        @Nullable Integer maxRetriesInFlight) {}
