package io.scaledapp.e2e.cluster;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.stream.Stream;

/**
 * What a rule of RBAC grants, taken apart.
 *
 * @param group of the API; empty for the core group
 * @param resource plural, with {@code /SUBRESOURCE} where it is one
 */
public record Right(String verb, String group, String resource) implements Comparable<Right> {

  /** All that a rule grants, whatever the names it is held to. */
  public static Stream<Right> of(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> new Right(verb, group, resource))));
  }

  /** In the form of {@code patch apps/replicasets}. */
  public static Right of(String text) {
    var verb = text.substring(0, text.indexOf(' '));
    var object = text.substring(verb.length() + 1);
    // A group has a dot or is one of the old ones; a resource never has one.
    var slash = object.indexOf('/');
    var head = slash < 0 ? "" : object.substring(0, slash);
    var grouped = head.contains(".") || head.equals("apps") || head.equals("policy");
    return grouped
        ? new Right(verb, head, object.substring(slash + 1))
        : new Right(verb, "", object);
  }

  Right withVerb(String other) {
    return new Right(other, group, resource);
  }

  @Override
  public int compareTo(Right other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return verb + " " + (group.isEmpty() ? "" : group + "/") + resource;
  }
}
