package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.ZonePreference;
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

  /**
   * Keeps those of a revision, or all others.
   *
   * @return false, and nothing changes, if there are none
   */
  boolean keep(int revision, boolean itself) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if ((endpoints[i].revision() == revision) == itself) {
        UpstreamEndpoint endpoint = endpoints[kept];
        endpoints[kept++] = endpoints[i];
        endpoints[i] = endpoint;
      }
    }
    size = kept > 0 ? kept : size;
    return kept > 0;
  }

  /**
   * Keeps those of the balancer's own zone, if there are any and they do not have too much of what
   * is in flight. While each of them has less than one request on average it cannot be too much.
   */
  void prefer(ZonePreference preference) {
    int near = 0;
    long nearWeight = 0;
    long nearLoad = 0;
    long weight = 0;
    long load = 0;
    for (int i = 0; i < size; i++) {
      UpstreamEndpoint endpoint = endpoints[i];
      int itsWeight = endpoint.weight();
      int itsLoad = endpoint.concurrency();
      weight += itsWeight;
      load += itsLoad;
      if (endpoint.isNear()) {
        near++;
        nearWeight += itsWeight;
        nearLoad += itsLoad;
      }
    }
    boolean isIdle = nearLoad < near;
    // Of what is in flight their share is load * nearWeight / weight.
    boolean isWithinShare =
        (double) nearLoad * weight * 100
            <= (double) load * nearWeight * preference.maxLoadPercent();
    if (near > 0 && (isIdle || isWithinShare)) {
      keepNear();
    }
  }

  private void keepNear() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (endpoints[i].isNear()) {
        endpoints[kept++] = endpoints[i];
      }
    }
    size = kept;
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
