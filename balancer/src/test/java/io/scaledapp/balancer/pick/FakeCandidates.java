package io.scaledapp.balancer.pick;

import java.util.List;
import java.util.stream.IntStream;

/** Endpoints whose figures a test sets. */
final class FakeCandidates implements Candidates {
  final int[] concurrency;
  final double[] latency;
  private final List<Integer> weights;
  private final List<Integer> keys;

  private FakeCandidates(List<Integer> weights, List<Integer> keys) {
    this.concurrency = new int[weights.size()];
    this.latency = new double[weights.size()];
    this.weights = weights;
    this.keys = keys;
  }

  static FakeCandidates ofWeights(List<Integer> weights) {
    var keys = IntStream.range(0, weights.size()).mapToObj(i -> ("pod-" + i).hashCode()).toList();
    return new FakeCandidates(weights, keys);
  }

  static FakeCandidates ofWeights(Integer... weights) {
    return ofWeights(List.of(weights));
  }

  static FakeCandidates ofKeys(List<Integer> weights, List<Integer> keys) {
    return new FakeCandidates(weights, keys);
  }

  FakeCandidates concurrency(int... values) {
    System.arraycopy(values, 0, concurrency, 0, values.length);
    return this;
  }

  FakeCandidates latency(double... nanos) {
    System.arraycopy(nanos, 0, latency, 0, nanos.length);
    return this;
  }

  /** How often each is picked in so many picks by different clients. */
  int[] count(Picker picker, int picks) {
    int[] counts = new int[size()];
    for (int client = 0; client < picks; client++) {
      counts[picker.pick(this, client * 0x01000193)]++;
    }
    return counts;
  }

  @Override
  public int size() {
    return weights.size();
  }

  @Override
  public int concurrency(int index) {
    return concurrency[index];
  }

  @Override
  public int weight(int index) {
    return weights.get(index);
  }

  @Override
  public int key(int index) {
    return keys.get(index);
  }

  @Override
  public double latency(int index) {
    return latency[index];
  }
}
