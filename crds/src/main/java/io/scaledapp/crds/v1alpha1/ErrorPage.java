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

/** What clients read where a balancer answers with an error itself. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ErrorPage(
    @JsonPropertyDescription(
            "Of the answers that have this page, 400 to 599; the first page that names a status has"
                + " it. Default: all that no other page names.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = "self.all(x, x >= 400 && x <= 599)",
            message = "a status is 400 to 599")
        @Nullable List<Integer> statuses,
    @JsonPropertyDescription("Its Content-Type.")
        @Size(min = 1, max = 128)
        @Pattern(HeaderField.VALUE)
        @Default(ErrorPage.HTML)
        @Nullable String contentType,
    @JsonPropertyDescription("The page itself, sent in UTF-8; at most 4096 characters.")
        @Required
        @Size(max = 4096)
        String body) {

  /** The content type of a page that names none. */
  public static final String HTML = "text/html; charset=utf-8";
}
