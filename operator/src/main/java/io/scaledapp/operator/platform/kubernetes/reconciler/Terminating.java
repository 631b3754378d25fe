package io.scaledapp.operator.platform.kubernetes.reconciler;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The API server's refusal to create anything in a namespace that is being deleted. */
final class Terminating {

  /** The cause that the admission plug-in NamespaceLifecycle names. */
  private static final String CAUSE = "NamespaceTerminating";

  private Terminating() {}

  static boolean isReasonOf(Throwable failure) {
    return Stream.iterate(failure, one -> one != null, Throwable::getCause)
        .anyMatch(
            one -> one instanceof KubernetesClientException refused && isTold(refused.getStatus()));
  }

  private static boolean isTold(@Nullable Status status) {
    return status != null
        && status.getDetails() != null
        && status.getDetails().getCauses().stream().anyMatch(one -> CAUSE.equals(one.getReason()));
  }
}
