package io.scaledapp.operator.manifest;

import io.scaledapp.crds.v1alpha1.Access;
import io.scaledapp.crds.v1alpha1.Compression;
import io.scaledapp.crds.v1alpha1.FixedEndpoint;
import io.scaledapp.crds.v1alpha1.HeaderField;
import io.scaledapp.crds.v1alpha1.PathRewrite;
import io.scaledapp.crds.v1alpha1.ScheduledJob;
import java.util.Map;
import java.util.Optional;

/** Says in words what the regular expressions of the schema demand, which nobody likes to read. */
final class PatternWording {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String SEGMENT = "[-A-Za-z0-9._~!$&'()*+,;=:@%]+";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry(
              Access.CIDR, "must be an IP address or a CIDR, such as 10.0.0.0/8 or 2001:db8::/32"),
          Map.entry(
              FixedEndpoint.LABEL_VALUE,
              "must be letters, digits and '-', '_', '.' between, as in a label's value"),
          Map.entry(HeaderField.VALUE, "must be visible ASCII, with blanks between"),
          Map.entry(
              PathRewrite.PREFIX,
              "must be a path that begins with /, without query, empty segments, % and ;"),
          Map.entry(
              Compression.TYPE,
              "must be a media type in lower case, such as application/json or text/*"),
          Map.entry(
              ScheduledJob.TIMES,
              "must be minute, hour, day of month, month and day of week (0 to 6) in numbers, such as"
                  + " 30 4 * * 1-5"),
          Map.entry(
              "^" + LABEL + "$",
              "must be lower-case letters, digits and '-', beginning and ending with a letter or digit"),
          Map.entry(
              "^([*][.])?" + LABEL + "([.]" + LABEL + ")*$",
              "must be a DNS name in lower case, without port"),
          Map.entry(
              "^/(" + SEGMENT + "/)*(" + SEGMENT + ")?$",
              "must be a path that begins with /, without query and empty segments"),
          Map.entry(
              "^/[-A-Za-z0-9._~!$&'()*+,;=:@%/?]*$",
              "must be a path that begins with /, with a query or without"),
          Map.entry(
              "^[-!#$%&'*+.^_`|~A-Za-z0-9]+$",
              "must be a token: letters, digits and !#$%&'*+-.^_`|~"),
          Map.entry("^([0-9]+(ms|s|m|h))+$", "must be a duration such as 500ms, 30s or 1m30s"),
          Map.entry(
              "^([1-9][0-9]*m?|[0-9]+[.][0-9]{1,3})$",
              "must be a quantity of CPU such as 2 or 1500m"),
          Map.entry(
              "^[1-9][0-9]*(k|M|G|T|Ki|Mi|Gi|Ti)?$",
              "must be a whole quantity of bytes such as 400Mi or 2Gi"),
          Map.entry(
              "^([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)$",
              "must be a DNS name or an IP address, without port"));

  private PatternWording() {}

  /** Nothing for a pattern that has no words here, such as one of a pod's fields. */
  static Optional<String> of(String pattern) {
    return Optional.ofNullable(WORDS.get(pattern));
  }
}
