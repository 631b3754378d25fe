package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A time at which an app has more replicas at least. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Schedule(
    @JsonPropertyDescription("What decisions call it, such as office-hours.")
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
        String name,
    @JsonPropertyDescription(
            "When it begins: minute, hour, day of month, month, day of week, as cron has them, such"
                + " as 0 8 * * 1-5.")
        @Required
        @Size(min = 9, max = 128)
        String start,
    @JsonPropertyDescription("When it ends, in the same form.") @Required @Size(min = 9, max = 128)
        String end,
    @JsonPropertyDescription("Of both, by its name in the IANA database, such as Europe/Berlin.")
        @Required
        @Size(min = 1, max = 64)
        String timeZone,
    @JsonPropertyDescription("Fewest replicas in between; never more than maxReplicas.")
        @Required
        @Min(1)
        @Max(10_000)
        Integer minReplicas) {}
