package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.scaledapp.operator.platform.kubernetes.cluster.RevisionKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An object of the cluster with a count of pods, for which a worker makes the calls. Not safe for
 * threads: every use is under one lock.
 *
 * @param <T> the object
 */
interface Counted<T> {

  /** Whose pods they are. */
  RevisionKey key();

  /** The next call to make; empty when there is nothing to do. */
  Optional<Call<T>> nextCall();

  /**
   * Takes in that a call was made.
   *
   * @param answer the object as it is now, if the call was about it
   * @return the pods that went in place of a victim
   */
  Set<String> made(Call<T> call, @Nullable T answer);

  /** The API server said no: told to whoever waits. */
  List<CompletableFuture<Void>> refused(String message);

  /** The object was another than it was taken for; this is what is there. */
  void reread(Optional<T> there);

  /** The call was not answered, and is made again. */
  void failed(@Nullable String message);

  /** Those who wait for the object to be made. */
  List<CompletableFuture<Void>> takePreparations();
}
