package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One header field. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HeaderField(
    @JsonPropertyDescription("In any case.")
        @Required
        @Size(min = 1, max = 128)
        @Pattern("^[-!#$%&'*+.^_`|~A-Za-z0-9]+$")
        @ValidationRule(
            value = "!self.matches('" + HeaderEdits.KEPT + "')",
            message = HeaderEdits.KEPT_MESSAGE)
        String name,
    @JsonPropertyDescription("Visible ASCII, with blanks between.")
        @Required
        @Size(min = 1, max = 1024)
        @Pattern(HeaderField.VALUE)
        String value) {

  /** What a value consists of. */
  public static final String VALUE = "^[!-~]([ -~]*[!-~])?$";
}
