package io.scaledapp.balancer.upstream;

import io.scaledapp.balancer.control.LatencyBuckets;
import io.scaledapp.balancer.control.RevisionLoad;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What replicas of one revision make of their requests, over all event loops. Any thread. */
final class RevisionMeter {
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final AtomicLongArray latency = new AtomicLongArray(LatencyBuckets.COUNT);

  void succeeded() {
    requests.increment();
  }

  void answered(int status) {
    requests.increment();
    if (status >= 500) {
      errors.increment();
    }
  }

  /** An answer with another status turns out to say that the request failed. */
  void wasError() {
    errors.increment();
  }

  void failed() {
    requests.increment();
    errors.increment();
  }

  void answeredAfter(long nanos) {
    latency.incrementAndGet(LatencyBuckets.of(nanos));
  }

  RevisionLoad read(int revision) {
    int size = LatencyBuckets.COUNT;
    while (size > 0 && latency.get(size - 1) == 0) {
      size--;
    }
    var counts = new ArrayList<Long>(size);
    for (int i = 0; i < size; i++) {
      counts.add(latency.get(i));
    }
    return new RevisionLoad(revision, requests.sum(), errors.sum(), counts);
  }
}
