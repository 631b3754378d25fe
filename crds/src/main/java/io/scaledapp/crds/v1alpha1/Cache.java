package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** What balancers keep of answers. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Cache(
    @JsonPropertyDescription(
            "Bytes that one balancer keeps of the app's answers. All apps together get no more than"
                + " a quarter of the balancer's heap, each in proportion to this.")
        @Min(1024)
        @Max(1099511627776L)
        @Default("16777216")
        @Nullable Long maxBytes,
    @JsonPropertyDescription("Bytes of an answer's body; a larger one is not kept.")
        @Min(1)
        @Max(1073741824L)
        @Default("1048576")
        @Nullable Long maxEntryBytes,
    @JsonPropertyDescription("Requests that go to the app and whose answers are not kept.")
        @Nullable CacheBypass bypass) {}
