package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.app.Past.Drain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step with all that the call needs, as it was when the step was chosen.
 *
 * @param <T> ReplicaSets, or what else has a count
 * @param object what is applied, or the version that is changed; null for a step about a pod
 * @param exists whether the object was there
 * @param drain what the pod is to keep
 */
record Call<T>(Step step, @Nullable T object, boolean exists, Optional<Drain> drain) {}
