package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The cookie by which a client stays with a replica. */
@ValidationRule(
    value =
        "!has(self.sameSite) || self.sameSite != 'None' || !has(self.secure)"
            + " || self.secure != 'Never'",
    message = "cannot be Never with sameSite None, which browsers take with Secure only",
    fieldPath = ".secure",
    reason = "FieldValueForbidden")
@JsonIgnoreProperties(ignoreUnknown = true)
public record StickyCookie(
    @JsonPropertyDescription(
            "Its name. Apps that share a host need different ones, or different paths. Default:"
                + " sticky_ and eight hexadecimal digits that are the app's own.")
        @Size(min = 1, max = 128)
        @Pattern("^[-!#$%&'*+.^_`|~A-Za-z0-9]+$")
        @Nullable String name,
    @JsonPropertyDescription("Path below which clients send it.")
        @Size(min = 1, max = 256)
        @Pattern(PathRewrite.PREFIX)
        @Default("/")
        @Nullable String path,
    @JsonPropertyDescription(
            "How long clients keep it from when it is set. A duration such as 8h, of whole seconds."
                + " Default: until the browser is closed.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('8760h')",
            message = "must be from 1s to 8760h")
        @Nullable String maxAge,
    @JsonPropertyDescription(
            "When clients send it with requests that other sites caused. None is told to clients"
                + " that came by TLS only.")
        @Default("Lax")
        @Nullable SameSite sameSite,
    @JsonPropertyDescription(
            "Whether clients send it over TLS only. Auto: if they came by TLS, to a balancer or to a"
                + " trusted proxy in front.")
        @Default("Auto")
        @Nullable CookieSecurity secure) {}
