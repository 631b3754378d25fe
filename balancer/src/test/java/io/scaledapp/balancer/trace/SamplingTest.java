package io.scaledapp.balancer.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

  private Sampling sampling(double ratio, int strangersPerSecond) {
    return new Sampling(ratio, strangersPerSecond, now::get);
  }

  private int believed(Sampling sampling, int requests) {
    int believed = 0;
    for (int i = 0; i < requests; i++) {
      believed += sampling.continues(TraceParent.SAMPLED, false) ? 1 : 0;
    }
    return believed;
  }

  @Test
  void tracesThatBeginAreRecordedByTheirShare() {
    assertThat(sampling(0.25, 0).begins(0.2499)).isTrue();
    assertThat(sampling(0.25, 0).begins(0.25)).isFalse();
    assertThat(sampling(0, 0).begins(0)).isFalse();
    assertThat(sampling(1, 0).begins(Math.nextDown(1.0))).isTrue();
  }

  @Test
  void senderDecidesOnItsTrace() {
    assertThat(sampling(1, 10).continues(TraceParent.RANDOM, true)).isFalse();
    assertThat(sampling(0, 10).continues(TraceParent.SAMPLED | TraceParent.RANDOM, true)).isTrue();
  }

  @Test
  void strangersAreBelievedUpToARate() {
    var sampling = sampling(0, 10);
    assertThat(believed(sampling, 1_000)).isEqualTo(10);
    now.addAndGet(Duration.ofMillis(100).toNanos());
    assertThat(believed(sampling, 1_000)).isEqualTo(1);
    now.addAndGet(Duration.ofMillis(99).toNanos());
    assertThat(believed(sampling, 1_000)).isZero();
    now.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(believed(sampling, 1_000)).isEqualTo(10);
  }

  @Test
  void trustedProxiesAreBelievedBeyondIt() {
    var sampling = sampling(0, 1);
    assertThat(believed(sampling, 2)).isEqualTo(1);
    assertThat(sampling.continues(TraceParent.SAMPLED, true)).isTrue();
  }

  @Test
  void strangersAreNeverBelievedAtARateOfZero() {
    assertThat(believed(sampling(1, 0), 100)).isZero();
  }
}
