package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How large a request may be. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MessageLimits(
    @JsonPropertyDescription(
            "Bytes of a request's body; a larger one is answered 413: at once if its length is"
                + " told, else when it exceeds this, which the replica may have begun to read."
                + " Counts all that a gRPC call sends, and nothing of a WebSocket. Default: no"
                + " limit.")
        @Min(1)
        @Max(1099511627776L)
        @Nullable Long maxBodyBytes,
    @JsonPropertyDescription(
            "Bytes of a request's head, as HTTP/1.1 writes it; a larger one is answered 431."
                + " Default: the balancer's own limit, which holds anyway.")
        @Min(128)
        @Max(1048576)
        @Nullable Integer maxHeadBytes) {}
