package io.scaledapp.balancer.control;

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
 */
public record Endpoint(
    String id,
    String host,
    int port,
    int weight,
    State state,
    @Nullable Zone zone,
    @Nullable Revision revision) {

  /** The same, which finishes what it has and takes nothing new. */
  public Endpoint draining() {
    return new Endpoint(id, host, port, weight, State.DRAINING, zone, revision);
  }

  /** The same as a replica of a revision. */
  public Endpoint of(Revision revision) {
    return new Endpoint(id, host, port, weight, state, zone, revision);
  }

  /** Of a revision that does not matter. */
  public Endpoint(String id, String host, int port, int weight, State state, @Nullable Zone zone) {
    this(id, host, port, weight, state, zone, null);
  }

  /** In a zone that is not known. */
  public Endpoint(String id, String host, int port, int weight, State state) {
    this(id, host, port, weight, state, null, null);
  }

  /** READY takes new requests; DRAINING only finishes those it has. */
  public enum State {
    READY,
    DRAINING
  }
}
