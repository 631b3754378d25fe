package io.scaledapp.operator.app.model;

import io.fabric8.kubernetes.api.model.Quantity;
import io.scaledapp.crds.v1alpha1.ScaledAppSpec;
import io.scaledapp.operator.app.plan.RecyclePolicy;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** From {@code spec.recycle} to when a replica is replaced. */
final class RecycleMapping {

  private static final String FIELD = "spec.recycle.memory";

  private RecycleMapping() {}

  /**
   * The policy; null when none is wanted.
   *
   * @throws IllegalArgumentException when the container's limit ends a replica before
   */
  static @Nullable RecyclePolicy policy(ScaledAppSpec spec) {
    if (spec.recycle() == null) {
      return null;
    }
    var words = spec.recycle().memory();
    var bytes = Quantity.parse(words).getNumericalAmount();
    var limit = limit(spec);
    if (limit != null && bytes.compareTo(limit.getNumericalAmount()) >= 0) {
      throw new IllegalArgumentException(
          "%s: %s is not below the first container's memory limit, %s, at which it is killed; lower"
                  .formatted(FIELD, words, limit)
              + " this or raise that");
    }
    return new RecyclePolicy(bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue(), words);
  }

  private static @Nullable Quantity limit(ScaledAppSpec spec) {
    var template = spec.template();
    if (template == null
        || template.getSpec() == null
        || template.getSpec().getContainers().isEmpty()) {
      return null;
    }
    var resources = template.getSpec().getContainers().getFirst().getResources();
    return resources == null || resources.getLimits() == null
        ? null
        : resources.getLimits().get("memory");
  }
}
