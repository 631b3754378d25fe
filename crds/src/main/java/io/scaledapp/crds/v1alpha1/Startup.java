package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What a replica has until it is ready for the first time. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Startup(
    @JsonPropertyDescription(
            "The first container's CPU request until it is ready for the first time; from then on that of"
                + " the template holds, which is lower, without a restart. On a cluster of Kubernetes"
                + " 1.33 or newer; no effect elsewhere. A quantity such as 2 or 1500m.")
        @Required
        @Size(max = 12)
        @Pattern("^([1-9][0-9]*m?|[0-9]+[.][0-9]{1,3})$")
        String cpu) {}
