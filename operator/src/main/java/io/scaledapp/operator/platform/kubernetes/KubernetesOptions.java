package io.scaledapp.operator.platform.kubernetes;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * How a cluster is used.
 *
 * @param namespaces those whose apps are run; empty for all
 * @param watchNodes whether nodes may be looked at, to see one that is being drained; a right of
 *     the whole cluster
 * @param mayWrite whether this program still leads; asked before each call that changes something
 * @param meters counts {@code scaledapp.pods.lost}
 */
public record KubernetesOptions(
    Set<String> namespaces,
    boolean watchNodes,
    BooleanSupplier mayWrite,
    MeterRegistry meters,
    InstantSource clock) {

  public KubernetesOptions {
    namespaces = Set.copyOf(namespaces);
  }
}
