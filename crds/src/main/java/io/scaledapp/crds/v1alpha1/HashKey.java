package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What of a request a consistent hash goes by. */
@ValidationRule(
    value = "has(self.name) == (self.type == 'Header' || self.type == 'Cookie')",
    message = "must be given with type Header or Cookie, and with no other",
    fieldPath = ".name")
@JsonIgnoreProperties(ignoreUnknown = true)
public record HashKey(
    @JsonPropertyDescription(
            "ClientIP: the client's address. Path: the path without the query. Header, Cookie: the"
                + " first of that name, or the client's address in a request without it.")
        @Required
        HashKeyType type,
    @JsonPropertyDescription("Of the header, in any case, or of the cookie.")
        @Size(min = 1, max = 128)
        @Pattern("^[-!#$%&'*+.^_`|~A-Za-z0-9]+$")
        @Nullable String name) {}
