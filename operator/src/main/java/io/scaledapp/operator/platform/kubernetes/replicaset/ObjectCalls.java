package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls about an object that has a count of pods. Each blocks until it is answered.
 *
 * @param <T> the object
 */
interface ObjectCalls<T> {

  /** What is there, whoever made it. */
  Optional<T> read();

  /** Makes the call; the answer is the object as it is now, null when it is gone. */
  @Nullable T perform(Call<T> call);
}
