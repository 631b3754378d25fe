package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Time-outs of the app's requests; none is infinite. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Timeouts(
    @JsonPropertyDescription("From the attempt to an open connection to a replica.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("5s")
        @ValidationRule(
            value = "duration(self) >= duration('10ms') && duration(self) <= duration('1m')",
            message = "must be from 10ms to 1m")
        @Nullable String connect,
    @JsonPropertyDescription(
            "Longest silence of the side that owes bytes: the replica's answer, or the client's"
                + " body.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("60s")
        @ValidationRule(
            value = "duration(self) >= duration('100ms') && duration(self) <= duration('24h')",
            message = "must be from 100ms to 24h")
        @Nullable String read,
    @JsonPropertyDescription("Longest time that a peer takes no byte of what is written to it.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("60s")
        @ValidationRule(
            value = "duration(self) >= duration('100ms') && duration(self) <= duration('24h')",
            message = "must be from 100ms to 24h")
        @Nullable String send,
    @JsonPropertyDescription(
            "Longest silence of both sides of a tunnel, which is a WebSocket or another upgrade, of"
                + " a gRPC call that streams, and of a connection with protocol TCP.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("1h")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('168h')",
            message = "must be from 1s to 168h")
        @Nullable String tunnel) {}
