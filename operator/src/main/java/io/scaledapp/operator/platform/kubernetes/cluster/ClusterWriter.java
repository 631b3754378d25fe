package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls that the platform makes to the API server. Each blocks until it is answered; any
 * thread.
 *
 * <p>All throw {@link RefusedException} when the API server says no for good, {@link
 * StaleException} when the object is another than it was taken for, and another exception when the
 * call may be tried again.
 */
public interface ClusterWriter {

  /** What is there under this name, whoever made it. */
  Optional<ReplicaSet> get(RevisionKey key);

  /** Makes the ReplicaSet or brings it back to what it is to be, by server-side apply. */
  ReplicaSet apply(ReplicaSet intent);

  /** Sets the count of the very version that is given. */
  ReplicaSet setReplicas(ReplicaSet seen, int replicas);

  /** Removes the very version that is given. */
  void remove(ReplicaSet seen);

  /** Sets annotations of a pod; null removes one. A pod that has gone is left alone. */
  void annotate(String namespace, String pod, Map<String, @Nullable String> annotations);

  /** Sets the CPU request of a pod's container in place. A pod that has gone is left alone. */
  void requestCpu(String namespace, String pod, String container, String cpu);

  /** Deletes a pod with its own grace period. One that has gone is left alone. */
  void delete(String namespace, String pod);

  /** The API server refuses the call, and will again. The message is its own. */
  final class RefusedException extends RuntimeException {
    public RefusedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The object was changed or removed meanwhile. */
  final class StaleException extends RuntimeException {
    public StaleException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
