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

/** How a replica is chosen. */
@ValidationRule(
    value = "!has(self.hashKey) || self.policy == 'ConsistentHash'",
    message = "is of use with policy ConsistentHash only",
    fieldPath = ".hashKey",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "!has(self.loadBoundPercent) || self.policy == 'ConsistentHash'",
    message = "is of use with policy ConsistentHash only",
    fieldPath = ".loadBoundPercent",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "!has(self.zonePreference) || (self.policy != 'ConsistentHash' && self.policy != 'IPHash')",
    message = "cannot be given with a policy that hashes: a key has its replica in any zone",
    fieldPath = ".zonePreference",
    reason = "FieldValueForbidden")
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadBalancing(
    @JsonPropertyDescription(
            "RoundRobin: in turn. LeastConnections: the one with the fewest requests in flight."
                + " LeastRequest: the better of two random ones. IPHash: by the client's address."
                + " ConsistentHash: by hashKey, unless the replica is too busy. PeakEWMA: of two"
                + " random ones the one that is likely to answer sooner. Random: any.")
        @Default("LeastConnections")
        @Nullable LoadBalancingPolicy policy,
    @JsonPropertyDescription(
            "What of a request ConsistentHash goes by. Default: the client's address.")
        @Nullable HashKey hashKey,
    @JsonPropertyDescription(
            "With ConsistentHash: a replica gets no further request while it has more in flight"
                + " than this share of the mean, in percent; the key's next choice does. Default:"
                + " 125.")
        @Min(101)
        @Max(1000)
        @Nullable Integer loadBoundPercent,
    @JsonPropertyDescription(
            "How long the share of a new replica grows, from a tenth, until it is whole. Of no"
                + " effect with IPHash and ConsistentHash. A duration such as 30s.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("0s")
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('1h')",
            message = "must be from 0s to 1h")
        @Nullable String slowStart,
    @JsonPropertyDescription(
            "A balancer prefers replicas of its own zone; {} is enough. Balancers know the zones"
                + " from Kubernetes 1.35 on, and of fixed endpoints where these say theirs."
                + " Default: zones do not matter.")
        @Nullable ZonePreference zonePreference) {}
