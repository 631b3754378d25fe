package io.scaledapp.operator.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an app, for progress lines and Kubernetes Events.
 *
 * @param at when
 * @param app {@code namespace/name}
 * @param kind what
 * @param replica {@link Replica#name} of the one it happened to, when it is about one
 * @param message one line for a person, without the app's or the replica's name
 */
public record AppEvent(
    Instant at, String app, Kind kind, @Nullable String replica, String message) {

  /** The bare name of the app. */
  public String appName() {
    return app.substring(app.indexOf('/') + 1);
  }

  /** What happened. */
  public enum Kind {
    APPLIED,
    REJECTED,
    /** A revision is made startable: locally, its build runs. */
    PREPARING,
    PREPARE_FAILED,
    STARTING,
    /** A replica that was never ready says what it waits for. */
    REPLICA_WAITING,
    REPLICA_READY,
    REPLICA_NOT_READY,
    CRASHED,
    DRAINING,
    REVIVED,
    STOPPED,
    /** A replica uses so much memory that it is replaced. */
    RECYCLING,
    /** Replicas use as much again and again as soon as they are ready. */
    RECYCLED_TOO_SOON,
    /** How much memory replicas use is not known, and is asked for; the message says why. */
    MEMORY_NOT_MEASURED,
    /** The wanted count changed; the message gives the reason with its numbers. */
    SCALED,
    /** A newer revision begins to replace an older one. */
    ROLLOUT_STARTED,
    /** A revision on trial gets another share of requests. */
    ROLLOUT_STEP,
    ROLLOUT_DONE,
    ROLLOUT_FAILED,
    /** The app went from not answering to answering. */
    READY,
    DELETED,
    /** A run of a scheduled job failed; the message names it and says why. */
    JOB_FAILED,
    /** A workload that was there already is scaled from here on. */
    ADOPTED,
    /** The workload that is to be adopted is left as it is; the message says why. */
    ADOPTION_REFUSED,
    /** An adopted workload is its owner's again. */
    GIVEN_BACK,
    /** Somebody else has the app's own name in the cluster. */
    NAME_TAKEN
  }
}
