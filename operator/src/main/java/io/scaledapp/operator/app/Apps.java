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
   * Goes back to a former revision, and completes with what is done, in words for a person. One
   * that is being rolled out is given up, and the one before goes on at once; from one that is in
   * place, the template of a former one is rolled out by the app's own strategy. It is in force
   * until the app is applied with a changed template or reloaded. Fails if there is nothing to go
   * back to.
   *
   * @param revision the one to go back to; null for the one before
   */
  CompletionStage<String> rollback(String name, @Nullable Integer revision);

  /** Every app with its status, in the order of their adding. */
  List<ScaledApp> list();

  /**
   * The replicas of an app that have not gone yet, in the order of their start.
   *
   * @throws UnknownAppException if there is no such app
   */
  List<ListedReplica> replicas(String name);

  /**
   * The revisions of an app that are kept, by rising number.
   *
   * @throws UnknownAppException if there is no such app
   */
  List<ListedRevision> history(String name);

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
