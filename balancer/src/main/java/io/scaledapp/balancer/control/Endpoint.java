package io.scaledapp.balancer.control;

/**
 * One place that answers an app's requests.
 *
 * @param id unique among the app's endpoints and never reused for another process or pod
 * @param host an IP literal or a name
 * @param port 1 to 65535
 * @param weight share of new requests relative to the other endpoints, 1 to 1000
 * @param state whether new requests may go to it
 */
public record Endpoint(String id, String host, int port, int weight, State state) {

  /** READY takes new requests; DRAINING only finishes those it has. */
  public enum State {
    READY,
    DRAINING
  }
}
