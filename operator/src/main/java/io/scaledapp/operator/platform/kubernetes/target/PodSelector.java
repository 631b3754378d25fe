package io.scaledapp.operator.platform.kubernetes.target;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which pods are a workload's, by their labels.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Label
 *     selectors</a>
 */
public record PodSelector(LabelSelector selector) {

  /** Whether labels meet all that is asked for. */
  public boolean matches(@Nullable Map<String, String> labels) {
    var given = Objects.requireNonNullElse(labels, Map.<String, String>of());
    return given.entrySet().containsAll(equal().entrySet())
        && selector.getMatchExpressions().stream().allMatch(one -> meets(given, one));
  }

  private Map<String, String> equal() {
    return Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
  }

  private static boolean meets(Map<String, String> labels, LabelSelectorRequirement asked) {
    var value = labels.get(asked.getKey());
    return switch (asked.getOperator()) {
      case "In" -> value != null && asked.getValues().contains(value);
      case "NotIn" -> value == null || !asked.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  /** In the form of {@code kubectl --selector}. */
  @Override
  public String toString() {
    var equal = equal().entrySet().stream().map(one -> one.getKey() + "=" + one.getValue());
    var others = selector.getMatchExpressions().stream().map(PodSelector::words);
    return Stream.concat(equal.sorted(), others).collect(Collectors.joining(","));
  }

  private static String words(LabelSelectorRequirement asked) {
    return switch (asked.getOperator()) {
      case "Exists" -> asked.getKey();
      case "DoesNotExist" -> "!" + asked.getKey();
      default -> {
        var operator = asked.getOperator().equals("In") ? " in (" : " notin (";
        yield asked.getKey() + operator + String.join(",", asked.getValues()) + ")";
      }
    };
  }
}
