package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Whose health is asked for with gRPC. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GrpcCheck(
    @JsonPropertyDescription(
            "The name that the server gave a service of its own, such as shop.v1.Carts. Default:"
                + " the server as a whole.")
        @Size(min = 1, max = 256)
        @Pattern(HeaderField.VALUE)
        @Nullable String service) {}
