package io.scaledapp.balancer.pick;

/**
 * The endpoints that may take a request: a view that a picker reads during one call and does not
 * keep. Indices run from 0 to {@code size() - 1}.
 */
public interface Candidates {

  int size();

  /** Requests in flight on the endpoint, at least 0; may change between two reads. */
  int concurrency(int index);

  /** The endpoint's share of new requests relative to the others, 1 to 1000. */
  int weight(int index);

  /** A hash of the endpoint's id, the same in every balancer and for as long as it lives. */
  int key(int index);

  /**
   * How long the endpoint is likely to take to begin an answer, in nanoseconds; 0 if nothing is
   * known of it. Only for a policy that measures it.
   */
  double latency(int index);
}
