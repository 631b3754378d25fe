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
