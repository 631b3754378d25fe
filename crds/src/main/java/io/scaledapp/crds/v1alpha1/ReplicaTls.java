package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How connections to replicas are secured. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplicaTls(
    @JsonPropertyDescription(
            "Which of replicaTls in the balancer's configuration file says what authorities sign"
                + " the replicas' certificates, and what certificate the replicas are shown."
                + " system: public authorities, and none.")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
        @Default("system")
        @Nullable String profile,
    @JsonPropertyDescription(
            "What the replicas' certificates must be for: a DNS name, which they are asked for by SNI,"
                + " or an IP address. Default: a replica's own address, or that of an endpoint.")
        @Size(min = 1, max = 253)
        @Pattern("^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$")
        @Nullable String serverName) {}
