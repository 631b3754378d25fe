package io.scaledapp.balancer.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One place that answers an app's requests.
 *
 * @param id unique among the app's endpoints and never reused for another process or pod
 * @param host an IP literal or a name
 * @param port 1 to 65535
 * @param weight share of new requests relative to the other endpoints, 1 to 1000
 * @param state whether new requests may go to it
 * @param zone where it runs; null if that is not known
 * @param revision of the app's template that it runs; null where that does not matter
 * @param drainMillis how long one that is draining has for that from when it begins, in
 *     milliseconds, more than 0: tunnels to it are ended before. Null if there is no such time, and
 *     from an operator that does not tell it: tunnels then go on
 * @param keepsSessions whether one that is draining still takes requests of the sessions that it
 *     has, by sticky cookies; null for no
 */
public record Endpoint(
    String id,
    String host,
    int port,
    int weight,
    State state,
    @Nullable Zone zone,
    @Nullable Revision revision,
    @Nullable Long drainMillis,
    @Nullable Boolean keepsSessions) {

  /** The same, which finishes what it has and takes nothing new. */
  public Endpoint draining() {
    return new Endpoint(id, host, port, weight, State.DRAINING, zone, revision, drainMillis, null);
  }

  /** The same, which has this long to drain, in whole milliseconds. */
  public Endpoint draining(Duration time) {
    return new Endpoint(
        id, host, port, weight, State.DRAINING, zone, revision, Math.max(1, time.toMillis()), null);
  }

  /**
   * The same, which takes nothing new but what belongs to its sessions, for as long as it likes.
   */
  public Endpoint keepingSessions() {
    return new Endpoint(id, host, port, weight, State.DRAINING, zone, revision, null, true);
  }

  /** Whether requests of its sessions go to it, if no others do. */
  public boolean takesSessions() {
    return Boolean.TRUE.equals(keepsSessions);
  }

  /** The same as a replica of a revision. */
  public Endpoint of(Revision revision) {
    return new Endpoint(id, host, port, weight, state, zone, revision, drainMillis, keepsSessions);
  }

  /** Of a revision that does not matter. */
  public Endpoint(String id, String host, int port, int weight, State state, @Nullable Zone zone) {
    this(id, host, port, weight, state, zone, null, null, null);
  }

  /** In a zone that is not known. */
  public Endpoint(String id, String host, int port, int weight, State state) {
    this(id, host, port, weight, state, null, null, null, null);
  }

  /** READY takes new requests; DRAINING only finishes those it has. */
  public enum State {
    READY,
    DRAINING
  }
}
