package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that runs at times, once for the app and not once a replica. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScheduledJob(
    @JsonPropertyDescription("What it is called, such as cleanup.")
        @Required
        @Size(min = 1, max = 40)
        @Pattern("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")
        String name,
    @JsonPropertyDescription(
            "When it runs: minute, hour, day of month, month, day of week in the numbers of cron, such"
                + " as 30 4 * * 1-5; 0 is Sunday.")
        @Required
        @Size(min = 9, max = 128)
        @Pattern(ScheduledJob.TIMES)
        String schedule,
    @JsonPropertyDescription("By its name in the IANA database, such as Europe/Berlin.")
        @Required
        @Size(min = 1, max = 64)
        String timeZone,
    @JsonPropertyDescription(
            "Program and arguments, in place of the first container's command and args.")
        @Required
        @Size(min = 1, max = 64)
        List<@Size(max = 4096) String> command,
    @JsonPropertyDescription("A run that takes longer is ended. A duration such as 10m.")
        @Size(max = 32)
        @Pattern("^([0-9]+(ms|s|m|h))+$")
        @Default("1h")
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('24h')",
            message = "must be from 1s to 24h")
        @Nullable String timeout,
    @JsonPropertyDescription(
            "What happens at a time at which the run before has not ended: none begins (Forbid), both"
                + " run (Allow), or the one before is ended (Replace).")
        @Default("Forbid")
        @Nullable JobConcurrency concurrencyPolicy) {

  private static final String STEP = "(/[1-9][0-9]?)?";
  private static final String ITEM = "([*]|[0-9]{1,2}(-[0-9]{1,2})?)" + STEP;
  private static final String DAY = "([*]|[0-6](-[0-6])?)" + STEP;

  /**
   * Of the forms that cron has in many places, the one that all of them read alike: a CronJob knows
   * no 7 for Sunday, and names of days are not in each.
   */
  public static final String TIMES =
      "^" + ITEM + "(," + ITEM + ")*( " + ITEM + "(," + ITEM + ")*){3} " + DAY + "(," + DAY + ")*$";
}
