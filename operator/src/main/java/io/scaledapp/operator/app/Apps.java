package io.scaledapp.operator.app;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of the apps that run here. An app is addressed by its bare name, which stands
 * for {@code default/NAME}. Every method returns at once and may be called from any thread; a stage
 * that fails carries an {@link UnknownAppException} or an {@link AppOperationException}.
 */
public interface Apps {

  /**
   * Adds an app or replaces it, and completes with it as soon as it is in force; its replicas
   * follow later. A count that {@link #scale} set stays unless the ScaledApp names one.
   */
  CompletionStage<ScaledApp> apply(ScaledApp app);

  /** Drains and stops the app's replicas, and completes when the last one is gone. */
  CompletionStage<Void> delete(String name);

  /**
   * Fixes the count of replicas, and completes as soon as it is in force.
   *
   * @param replicas 0 or more; null goes back to automatic
   */
  CompletionStage<ScaledApp> scale(String name, @Nullable Integer replicas);

  /**
   * Replaces every replica by a fresh one: starts, waits until ready, shifts, drains the old.
   * Completes when the old ones are gone; fails with the reason when the fresh ones cannot get
   * ready or another change overtakes it.
   */
  CompletionStage<Void> reload(String name);

  /**
   * Gives up the revision that is being rolled out, and completes as soon as the one before goes
   * on; fails if there is no rollout that could be given up.
   */
  CompletionStage<Void> rollback(String name);

  /** Every app with its status, in the order of their adding. */
  List<ScaledApp> list();

  /**
   * The replicas of an app that have not gone yet, in the order of their start.
   *
   * @throws UnknownAppException if there is no such app
   */
  List<ListedReplica> replicas(String name);

  /**
   * Tells that the app's source turned invalid. The last good one stays in force and its status
   * says the problem until the next {@link #apply}. An unknown name is left alone.
   */
  void reject(String name, String problem);

  /**
   * Adds a listener that hears what happens to the apps, in order, on a thread of its own. One that
   * is too slow misses events. Closing the result removes it.
   */
  Subscription onEvent(Consumer<AppEvent> listener);

  /** A listener's place; closing it ends the calls. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
