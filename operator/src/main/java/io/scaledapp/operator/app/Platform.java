package io.scaledapp.operator.app;

import io.scaledapp.crds.v1alpha1.ScaledApp;
import io.scaledapp.operator.app.history.RevisionHistory;
import io.scaledapp.operator.autoscaler.Season;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
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

  /**
   * Names the one listener that is told of each run of a scheduled job that fails: the app, and
   * what happened in words for a person. It is called on the platform's own threads and must return
   * at once. A platform that tells of them in another way does nothing here.
   */
  default void onJobFailure(BiConsumer<String, String> listener) {}

  /** Ends the app's scheduled jobs with all that runs of them. */
  default void endSchedules(String app) {}

  /**
   * The revisions of an app that {@link #keepHistory} kept, also for a program before this one.
   * Asked once, before the app's first replica is planned. Null where the platform's own objects
   * are the history, as a cluster's ReplicaSets are: nothing is given to it to keep then.
   */
  default @Nullable RevisionHistory history(ScaledApp app) {
    return null;
  }

  /** Keeps the revisions of an app in place of those that were kept before. */
  default void keepHistory(ScaledApp app, RevisionHistory history) {}

  /** Ends what {@link #keepHistory} keeps. */
  default void forgetHistory(ScaledApp app) {}

  /** What was kept of an app from before. Asked once, before the app's first replica is planned. */
  default Past past(String app) {
    return Past.NONE;
  }

  /**
   * Keeps beyond the life of this program that a replica is draining, so that {@link #past} tells
   * it; a platform whose replicas die with the program keeps nothing.
   */
  default void keepDrain(String replica, Past.Drain drain) {}

  /** What was kept of an app's season by {@link #keepSeason}, if it can be used. Asked once. */
  default Season season(String app) {
    return Season.UNKNOWN;
  }

  /** Keeps an app's season for the next to run it; one that cannot do so need not. */
  default void keepSeason(String app, Season season) {}

  /** Forgets the season of an app that is gone. */
  default void forgetSeason(String app) {}

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
