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

/** How requests reach the app. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Routing(
    @JsonPropertyDescription(
            "DNS names in lower case whose requests go to the app, such as shop.example.com;"
                + " *.example.com is every host below example.com. Default: every host that no"
                + " other app names.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x == y))",
            message = "a host may be named once")
        @Nullable
            List<
                @Size(min = 1, max = 253)
                @Pattern(
                    "^([*][.])?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?([.][a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$")
                String>
            hosts,
    @JsonPropertyDescription(
            "Paths, beginning with /, that the app answers, with all below them; the longest prefix"
                + " of several apps wins. Default: /.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = "self.all(x, self.exists_one(y, x == y))",
            message = "a path prefix may be named once")
        @Nullable
            List<
                @Size(min = 1, max = 256)
                @Pattern("^/([-A-Za-z0-9._~!$&'()*+,;=:@%]+/)*([-A-Za-z0-9._~!$&'()*+,;=:@%]+)?$")
                String>
            pathPrefixes,
    @JsonPropertyDescription(
            "What the replicas speak on their port. HTTP1: HTTP/1.1. HTTP2: HTTP/2 without TLS, by"
                + " prior knowledge, as gRPC servers do. Clients may speak either in both cases;"
                + " WebSockets take HTTP1.")
        @Default("HTTP1")
        @Nullable Protocol protocol,
    @JsonPropertyDescription("How a replica is chosen.") @Nullable LoadBalancing loadBalancing,
    @JsonPropertyDescription(
            "Requests that one replica is given at once, over all balancers; more wait in the queue."
                + " Default: no limit.")
        @Min(1)
        @Max(100_000)
        @Nullable Integer maxConcurrencyPerReplica,
    @JsonPropertyDescription("Where requests wait that find no free replica.")
        @Nullable Queue queue,
    @JsonPropertyDescription("Time-outs of a request; none is infinite.")
        @Nullable Timeouts timeouts,
    @JsonPropertyDescription("When a replica that fails gets no new request for a while.")
        @Nullable OutlierDetection outlierDetection,
    @JsonPropertyDescription("How often a request is tried again that may be.")
        @Nullable Retries retries,
    @JsonPropertyDescription(
            "How fixed endpoints are checked; only with spec.endpoints, since of replicas the"
                + " readiness probe tells. Default: they are not.")
        @Nullable HealthCheck healthCheck,
    @JsonPropertyDescription(
            "How long a replica that is to go may finish what it has in flight. A duration such as"
                + " 30s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("30s")
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('24h')",
            message = "must be from 0s to 24h")
        @Nullable String drainTimeout) {}
