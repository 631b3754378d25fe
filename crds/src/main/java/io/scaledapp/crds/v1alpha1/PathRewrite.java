package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What replicas get in place of the path prefix that matched. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PathRewrite(
    @JsonPropertyDescription(
            "What stands in place of the path prefix that matched, such as /v2; / takes it off."
                + " Slashes between it and the rest become one, and the rest stays byte for byte."
                + " The replica finds what was replaced in X-Forwarded-Prefix.")
        @Required
        @Size(min = 1, max = 256)
        @Pattern(PathRewrite.PREFIX)
        @ValidationRule(
            value = "!self.matches('/[.]{1,2}(/|$)')",
            message = "may not have . or .. between slashes")
        String prefix) {

  /** A path without anything that is encoded. */
  public static final String PREFIX =
      "^/([-A-Za-z0-9._~!$&'()*+,=:@]+/)*([-A-Za-z0-9._~!$&'()*+,=:@]+)?$";
}
