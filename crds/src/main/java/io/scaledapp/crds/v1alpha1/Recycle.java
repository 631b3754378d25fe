package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** When a replica that is well is replaced all the same. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Recycle(
    @JsonPropertyDescription(
            "A replica that uses more memory than this is replaced: another is ready before it is"
                + " drained, one at a time. Below the container's memory limit, above what a fresh"
                + " replica needs. A quantity such as 400Mi.")
        @Required
        @Size(max = 20)
        @Pattern("^[1-9][0-9]*(k|M|G|T|Ki|Mi|Gi|Ti)?$")
        String memory) {}
