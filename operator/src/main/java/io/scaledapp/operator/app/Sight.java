package io.scaledapp.operator.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is of an app at one moment.
 *
 * @param replicas those that have not gone yet, in the order of their start
 * @param adoption of the workload whose replicas they are; null when they are the platform's own
 */
public record Sight(List<Replica> replicas, @Nullable Adoption adoption) {

  public Sight {
    replicas = List.copyOf(replicas);
  }
}
