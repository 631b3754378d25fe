package io.scaledapp.operator.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One running copy of an app as its platform sees it at one moment.
 *
 * @param id unique for ever on its platform; a restart in place keeps it
 * @param app {@code namespace/name}
 * @param revision number of the revision that it runs
 * @param name under which people know it, as in its output and environment
 * @param phase where in its life it is
 * @param host where it answers; null while it has no address
 * @param port where it answers; 0 while it has none
 * @param startedAt when its present process or container began
 * @param readyAt when its present process or container first passed its readiness probe
 * @param restarts how often it was restarted in place
 * @param message why it is in this phase, in words for a person, when there is something to say
 * @param displaced whether another must take over, such as when its node is being drained
 * @param ordinal its place in a row of which only the last can go, as in a StatefulSet; null where
 *     any can go
 * @param zone of its node, as the label {@code topology.kubernetes.io/zone} names it; null where
 *     that is not known
 */
public record Replica(
    String id,
    String app,
    int revision,
    String name,
    Phase phase,
    @Nullable String host,
    int port,
    Instant startedAt,
    @Nullable Instant readyAt,
    int restarts,
    @Nullable String message,
    boolean displaced,
    @Nullable Integer ordinal,
    @Nullable String zone) {

  /** Where in its life a replica is. */
  public enum Phase {
    /** Not begun: no node, or waiting for its start. */
    PENDING,
    /** Its process runs, and it has not been ready yet. */
    STARTING,
    /** Passes its readiness probe. */
    READY,
    /** Was ready and fails its readiness probe now. */
    NOT_READY,
    /** Crashed, and waits for its next start. */
    CRASH_LOOP_BACK_OFF,
    /** Was told to stop and has not gone yet. */
    TERMINATING
  }

  /** One whose place stays, and that can go at any time. */
  public Replica(
      String id,
      String app,
      int revision,
      String name,
      Phase phase,
      @Nullable String host,
      int port,
      Instant startedAt,
      @Nullable Instant readyAt,
      int restarts,
      @Nullable String message) {
    this(
        id, app, revision, name, phase, host, port, startedAt, readyAt, restarts, message, false,
        null, null);
  }

  /** The same, told to stop. */
  public Replica terminating() {
    return new Replica(
        id,
        app,
        revision,
        name,
        Phase.TERMINATING,
        host,
        port,
        startedAt,
        readyAt,
        restarts,
        message,
        displaced,
        ordinal,
        zone);
  }

  /** The same, where another must take over. */
  public Replica withoutPlace() {
    return new Replica(
        id, app, revision, name, phase, host, port, startedAt, readyAt, restarts, message, true,
        ordinal, zone);
  }

  /** Whether it takes requests, unless it is to go. */
  public boolean isReady() {
    return phase == Phase.READY;
  }

  /** Whether it is not ready for a reason that it can tell. */
  public boolean isHeldUp() {
    return message != null && phase != Phase.READY && phase != Phase.TERMINATING;
  }

  /** Its name, message and restarts as far as there are any, for a person. */
  public String words() {
    var words = name + (message == null ? "" : ": " + message);
    return switch (restarts) {
      case 0 -> words;
      case 1 -> words + " (1 restart)";
      default -> words + " (" + restarts + " restarts)";
    };
  }
}
