package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A fixed address that answers the app's requests, as in an nginx upstream. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record FixedEndpoint(
    @JsonPropertyDescription("An IPv4 or IPv6 address without brackets, or a DNS name.")
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$")
        String address,
    @JsonPropertyDescription("Where it listens. Default: spec.port.") @Min(1) @Max(65535)
        @Nullable Integer port,
    @JsonPropertyDescription("Its share of requests beside the others' weights.")
        @Min(1)
        @Max(1000)
        @Default("1")
        @Nullable Integer weight,
    @JsonPropertyDescription(
            "The zone it runs in, as the label topology.kubernetes.io/zone of nodes names it.")
        @Size(min = 1, max = 63)
        @Pattern(FixedEndpoint.LABEL_VALUE)
        @Nullable String zone) {

  /** What the value of a label consists of. */
  public static final String LABEL_VALUE = "^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";
}
