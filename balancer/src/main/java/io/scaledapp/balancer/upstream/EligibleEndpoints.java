package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.pick.Candidates;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints among which a picker chooses. Reused from pick to pick; one thread at a time. */
public final class EligibleEndpoints implements Candidates {
  private UpstreamEndpoint[] endpoints = new UpstreamEndpoint[16];
  private int size;

  /** Fills with those of {@code ready} that have a slot, but for {@code excluded}. */
  void fill(List<UpstreamEndpoint> ready, @Nullable UpstreamEndpoint excluded) {
    if (endpoints.length < ready.size()) {
      endpoints = Arrays.copyOf(endpoints, ready.size());
    }
    size = 0;
    // By index: this runs for each request, and an iterator would be garbage.
    for (int i = 0; i < ready.size(); i++) {
      UpstreamEndpoint endpoint = ready.get(i);
      if (endpoint != excluded && endpoint.hasSlot()) {
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

  @Override
  public double latency(int index) {
    return endpoints[index].latency();
  }
}
