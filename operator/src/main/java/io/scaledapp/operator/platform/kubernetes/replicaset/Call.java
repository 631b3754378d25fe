package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.scaledapp.operator.app.Past.Drain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step with all that the call needs, as it was when the step was chosen.
 *
 * @param set what is applied, or the version that is changed; null for a step about a pod
 * @param exists whether the ReplicaSet was there
 * @param drain what the pod is to keep
 */
record Call(Step step, @Nullable ReplicaSet set, boolean exists, Optional<Drain> drain) {}
