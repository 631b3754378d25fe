package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.pick.Candidates;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The endpoints among which a picker chooses. Reused from pick to pick; one thread at a time. */
public final class EligibleEndpoints implements Candidates {
  private UpstreamEndpoint[] endpoints = new UpstreamEndpoint[16];
  private int size;

  /** Fills with those of {@code ready} that have a slot, but for {@code excluded}. */
  void fill(UpstreamEndpoint[] ready, int maxConcurrency, @Nullable UpstreamEndpoint excluded) {
    if (endpoints.length < ready.length) {
      endpoints = Arrays.copyOf(endpoints, ready.length);
    }
    size = 0;
    for (UpstreamEndpoint endpoint : ready) {
      if (endpoint != excluded && endpoint.hasSlot(maxConcurrency)) {
        endpoints[size++] = endpoint;
      }
    }
  }

  UpstreamEndpoint get(int index) {
    return endpoints[index];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int concurrency(int index) {
    return endpoints[index].concurrency();
  }

  @Override
  public int weight(int index) {
    return endpoints[index].weight();
  }

  @Override
  public int key(int index) {
    return endpoints[index].key();
  }
}
