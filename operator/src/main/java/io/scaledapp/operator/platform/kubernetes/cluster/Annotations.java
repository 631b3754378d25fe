package io.scaledapp.operator.platform.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The annotations that are kept on ReplicaSets and pods. */
public final class Annotations {

  /** Of a ReplicaSet: the digest of the revision's template. */
  public static final String DIGEST = "scaledapp.io/digest";

  /** Of a pod: the port on which it answers. */
  public static final String PORT = "scaledapp.io/port";

  /** Of a pod that starts with more: its own container's CPU request from when it is ready. */
  public static final String CPU_REQUEST = "scaledapp.io/cpu-request";

  /** Of a pod: when its drain began, as ISO 8601. */
  public static final String DRAIN_SINCE = "scaledapp.io/drain-since";

  /** Of a pod: when it is stopped even with requests in flight, as ISO 8601. */
  public static final String DRAIN_DEADLINE = "scaledapp.io/drain-deadline";

  /**
   * Of a pod that keeps its sessions: for how long nothing must have been in flight on it before it
   * is stopped, as ISO 8601.
   */
  public static final String DRAIN_UNTIL_IDLE = "scaledapp.io/drain-until-idle";

  /** Of a pod: it was told to stop, and nothing brings it back. */
  public static final String VICTIM = "scaledapp.io/victim";

  /** Of a pod, read by the ReplicaSet controller: those with the lowest go first. */
  public static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private Annotations() {}

  /** What a victim carries. */
  public static Map<String, @Nullable String> ofVictim() {
    return Map.of(VICTIM, "true", DELETION_COST, String.valueOf(Integer.MIN_VALUE));
  }

  /**
   * What takes all of ours away.
   *
   * @param victim whether the deletion cost is ours, and not one that somebody else gave
   */
  public static Map<String, @Nullable String> ofNone(boolean victim) {
    var none = new HashMap<String, @Nullable String>();
    none.put(DRAIN_SINCE, null);
    none.put(DRAIN_DEADLINE, null);
    none.put(DRAIN_UNTIL_IDLE, null);
    if (victim) {
      none.put(VICTIM, null);
      none.put(DELETION_COST, null);
    }
    return none;
  }

  /** The value of an annotation; null if there is none. */
  public static @Nullable String get(HasMetadata object, String name) {
    var annotations = object.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(name);
  }
}
