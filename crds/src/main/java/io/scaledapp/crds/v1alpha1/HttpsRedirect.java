package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How clients in plain text are sent to https. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HttpsRedirect(
    @JsonPropertyDescription(
            "308: the client asks again with the same method and body. 301: many clients ask again"
                + " with GET.")
        @Default("308")
        @ValidationRule(value = "self == 301 || self == 308", message = "must be 301 or 308")
        @Nullable Integer statusCode,
    @JsonPropertyDescription("Where https is served, as clients see it.")
        @Min(1)
        @Max(65535)
        @Default("443")
        @Nullable Integer port) {}
