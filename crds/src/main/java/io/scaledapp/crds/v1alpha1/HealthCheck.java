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

/** How every balancer checks fixed endpoints. */
@ValidationRule(
    value = "!has(self.grpc) || !has(self.path)",
    message = "cannot be given with path: a check asks in one way",
    fieldPath = ".grpc",
    reason = "FieldValueForbidden")
@JsonIgnoreProperties(ignoreUnknown = true)
public record HealthCheck(
    @JsonPropertyDescription(
            "What is asked for with GET, which has to be answered with 2xx or 3xx. Default: it is"
                + " enough that a TCP connection opens.")
        @Size(min = 1, max = 1024)
        @Pattern("^/[-A-Za-z0-9._~!$&'()*+,;=:@%/?]*$")
        @Nullable String path,
    @JsonPropertyDescription(
            "Asks with gRPC's health checking protocol in place of a GET, which has to be answered"
                + " with SERVING; {} is enough. Only with protocol HTTP2.")
        @Nullable GrpcCheck grpc,
    @JsonPropertyDescription(
            "From the end of a check to the next, give or take a tenth. A duration such as 2s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("2s")
        @ValidationRule(
            value = "duration(self) >= duration('100ms') && duration(self) <= duration('1h')",
            message = "must be from 100ms to 1h")
        @Nullable String interval,
    @JsonPropertyDescription("Longest time of one check. A duration such as 1s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("1s")
        @ValidationRule(
            value = "duration(self) >= duration('10ms') && duration(self) <= duration('1m')",
            message = "must be from 10ms to 1m")
        @Nullable String timeout,
    @JsonPropertyDescription("Checks in a row that bring an endpoint back.")
        @Min(1)
        @Max(100)
        @Default("2")
        @Nullable Integer rise,
    @JsonPropertyDescription(
            "Failed checks in a row that take an endpoint out. The first check of an endpoint"
                + " decides alone; where the checks of all endpoints fail, all are tried.")
        @Min(1)
        @Max(100)
        @Default("3")
        @Nullable Integer fall) {}
