package io.scaledapp.operator.platform.local;

import io.scaledapp.operator.app.Replica;
import io.scaledapp.operator.app.Replica.Phase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one replica, and who is told when it changes. Any thread. Whoever reports on a
 * process names its run, so that a late word of an earlier one changes nothing; and once the
 * replica was told to stop it terminates, whatever its process does.
 */
final class ReplicaState {
  private final InstantSource clock;
  private final Runnable changed;
  private final int instance;
  private Replica replica;

  ReplicaState(
      String id, ReplicaTemplate template, int instance, InstantSource clock, Runnable changed) {
    this.clock = clock;
    this.changed = changed;
    this.instance = instance;
    this.replica =
        new Replica(
            id,
            template.app(),
            template.revision(),
            template.name() + "-" + instance,
            Phase.PENDING,
            null,
            0,
            clock.instant(),
            null,
            0,
            null);
  }

  /** The number told to the process as {@code SCALEDAPP_INSTANCE}, from 0. */
  int instance() {
    return instance;
  }

  synchronized Replica replica() {
    return replica;
  }

  /** The process of a run was started. */
  void started(int run, int port) {
    set(
        run,
        before ->
            new Replica(
                before.id(),
                before.app(),
                before.revision(),
                before.name(),
                Phase.STARTING,
                ReplicaTemplate.HOST,
                port,
                clock.instant(),
                null,
                before.restarts(),
                before.message()));
  }

  /** The process of a run is starting for long. */
  void notYetReady(int run, String message) {
    set(run, before -> running(before, Phase.STARTING, null, message));
  }

  /** The process of a run takes requests. */
  void ready(int run) {
    set(
        run,
        before -> {
          var readyAt = before.readyAt() == null ? clock.instant() : before.readyAt();
          return running(before, Phase.READY, readyAt, null);
        });
  }

  /** The process of a run was ready, and takes no requests for the time being. */
  void notReady(int run, String message) {
    set(run, before -> running(before, Phase.NOT_READY, before.readyAt(), message));
  }

  /** The process of a run has gone. */
  void gone(int run, String message) {
    set(run, before -> waiting(before, Phase.PENDING, run, message));
  }

  /** After a run the next one begins at once. */
  void restarting(int run, String message) {
    set(run, before -> waiting(before, Phase.PENDING, run + 1, message));
  }

  /** After a run the next one begins when a wait is over. */
  void backingOff(int run, String message) {
    set(run, before -> waiting(before, Phase.CRASH_LOOP_BACK_OFF, run + 1, message));
  }

  /** The replica was told to stop. */
  void terminating() {
    synchronized (this) {
      replica = running(replica, Phase.TERMINATING, replica.readyAt(), null);
    }
    changed.run();
  }

  private void set(int run, UnaryOperator<Replica> change) {
    synchronized (this) {
      if (replica.phase() == Phase.TERMINATING || replica.restarts() != run) {
        return;
      }
      replica = change.apply(replica);
    }
    changed.run();
  }

  private static Replica running(
      Replica before, Phase phase, @Nullable Instant readyAt, @Nullable String message) {
    return new Replica(
        before.id(),
        before.app(),
        before.revision(),
        before.name(),
        phase,
        before.host(),
        before.port(),
        before.startedAt(),
        readyAt,
        before.restarts(),
        message);
  }

  private static Replica waiting(Replica before, Phase phase, int restarts, String message) {
    return new Replica(
        before.id(),
        before.app(),
        before.revision(),
        before.name(),
        phase,
        null,
        0,
        before.startedAt(),
        null,
        restarts,
        message);
  }
}
