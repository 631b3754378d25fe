package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that a cache has nothing to do with. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CacheBypass(
    @JsonPropertyDescription(
            "Names of cookies, such as one of a session; a request with any of them.")
        @Size(min = 1, max = 16)
        @Nullable List<@Size(min = 1, max = 128) @Pattern(CacheBypass.TOKEN) String> cookies,
    @JsonPropertyDescription("Names of header fields, in any case; a request with any of them.")
        @Size(min = 1, max = 16)
        @Nullable List<@Size(min = 1, max = 128) @Pattern(CacheBypass.TOKEN) String> headers) {

  /** RFC 9110 section 5.6.2. */
  static final String TOKEN = "^[-!#$%&'*+.^_`|~A-Za-z0-9]+$";
}
