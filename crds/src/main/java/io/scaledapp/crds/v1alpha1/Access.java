package io.scaledapp.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose requests an app takes. */
@ValidationRule(
    value = "has(self.allow) || has(self.deny)",
    message = "allow or deny must be given")
@JsonIgnoreProperties(ignoreUnknown = true)
public record Access(
    @JsonPropertyDescription(
            "Addresses and CIDRs, IPv4 or IPv6, that may ask. They hold on the app's own port too,"
                + " so name the cluster's pods if they are to ask. Default: everybody may.")
        @Size(min = 1, max = 1000)
        @Nullable List<@Size(min = 1, max = 43) @Pattern(Access.CIDR) String> allow,
    @JsonPropertyDescription("Those that may not, even if allow names them. Default: none.")
        @Size(min = 1, max = 1000)
        @Nullable List<@Size(min = 1, max = 43) @Pattern(Access.CIDR) String> deny) {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String GROUP = "[0-9A-Fa-f]{1,4}";
  private static final String IPV4 = OCTET + "([.]" + OCTET + "){3}(/(3[0-2]|[12]?[0-9]))?";
  private static final String IPV6 =
      "("
          + "("
          + GROUP
          + ":){7}"
          + GROUP
          + ""
          + "|("
          + GROUP
          + ":){1,7}:"
          + "|("
          + GROUP
          + ":){1,6}:"
          + GROUP
          + ""
          + "|("
          + GROUP
          + ":){1,5}(:"
          + GROUP
          + "){1,2}"
          + "|("
          + GROUP
          + ":){1,4}(:"
          + GROUP
          + "){1,3}"
          + "|("
          + GROUP
          + ":){1,3}(:"
          + GROUP
          + "){1,4}"
          + "|("
          + GROUP
          + ":){1,2}(:"
          + GROUP
          + "){1,5}"
          + "|"
          + GROUP
          + ":(:"
          + GROUP
          + "){1,6}"
          + "|:(:"
          + GROUP
          + "){1,7}"
          + "|::"
          + ")(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?";

  /** An address or a range of addresses. */
  public static final String CIDR = "^(" + IPV4 + "|" + IPV6 + ")$";
}
