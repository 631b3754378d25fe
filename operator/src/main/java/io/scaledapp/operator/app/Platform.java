package io.scaledapp.operator.app;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where replicas run: local processes, or pods of a cluster. It starts and stops what it is told to
 * and keeps it alive in between; how many and which ones is never its decision. Every method
 * returns at once and may be called from any thread.
 */
public interface Platform extends AutoCloseable {

  /**
   * Makes a revision startable (locally: runs its build) and has its pre-rollout job run, if it has
   * one. Completes exceptionally with a message for the user when that fails, with a {@link
   * JobFailedException} when the job did. A job that ran for this revision, be it for another
   * program before this one, does not run again, and one that has begun is not cut off. Whoever
   * needs it no more cancels it as a future.
   */
  CompletionStage<Void> prepare(Revision revision);

  /**
   * Starts one more replica of a prepared revision. It is among {@link #replicas} when this
   * returns, so that nobody takes it for missing and starts another.
   */
  void start(Revision revision);

  /**
   * Stops a replica for good: SIGTERM, and SIGKILL after its grace period. Unknown ids and replicas
   * that already terminate are left alone.
   */
  void stop(String replica);

  /** The replicas of an app that have not gone yet, in the order of their start. */
  List<Replica> replicas(String app);

  /** The replicas of an app with the workload that it adopted, if any. */
  default Sight see(String app) {
    return new Sight(replicas(app), null);
  }

  /**
   * Takes over the workload that the app's {@code targetRef} names, as it is, as soon as it can be.
   * Replicas that are started and stopped are the workload's from here on.
   */
  default void adopt(ScaledApp app) {
    throw new UnsupportedOperationException("there are no workloads here that could be adopted");
  }

  /**
   * Gives an adopted workload back to its owner with the replicas that it has. The app is unknown
   * here when that is done, so that {@link #see} tells of no adoption. May be said again.
   *
   * @param least how many it gets if it has none; at least 1
   */
  default void giveBack(String app, int least) {}

  /**
   * The memory that the app's replicas use, as last measured. It is measured for as long as this is
   * asked at least once a minute, so the first answers know nothing.
   */
  default MemoryUse memory(ScaledApp app) {
    return MemoryUse.NONE;
  }

  /** What the app asks for and has no effect here, in words for a person; null for nothing. */
  default @Nullable String without(ScaledApp app) {
    return null;
  }

  /** Forgets an adopted workload and leaves it as it is: another leads from here on. */
  default void leave(String app) {}

  /**
   * Has the app's scheduled jobs run at their times, in place of those that were said before. A
   * platform that has another way to run them, as a cluster has, does nothing here.
   */
  default void schedule(ScaledApp app) {}

  /** Ends the app's scheduled jobs with all that runs of them. */
  default void endSchedules(String app) {}

  /** What was kept of an app from before. Asked once, before the app's first replica is planned. */
  default Past past(String app) {
    return Past.NONE;
  }

  /**
   * Keeps beyond the life of this program that a replica is draining, so that {@link #past} tells
   * it; a platform whose replicas die with the program keeps nothing.
   */
  default void keepDrain(String replica, Past.Drain drain) {}

  /** Ends what {@link #keepDrain} keeps: the replica takes requests again. */
  default void forgetDrain(String replica) {}

  /**
   * Names the one listener that is called with the app whenever one of its replicas changed. It is
   * called on the platform's own threads and must return at once.
   */
  void onChange(Consumer<String> listener);

  /** Stops every replica and waits for the last one to go, within their grace periods. */
  @Override
  void close();
}
