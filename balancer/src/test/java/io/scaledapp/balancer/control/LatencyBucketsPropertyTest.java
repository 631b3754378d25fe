package io.scaledapp.balancer.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class LatencyBucketsPropertyTest {

  @Property
  void aLatencyIsInTheBucketThatEndsAfterIt(@ForAll @LongRange(max = 60_000_000_000L) long nanos) {
    int bucket = LatencyBuckets.of(nanos);
    assertThat(LatencyBuckets.end(bucket)).isGreaterThan(nanos);
    if (bucket > 0) {
      assertThat(LatencyBuckets.end(bucket - 1)).isLessThanOrEqualTo(nanos);
    }
  }

  @Property
  void aBucketIsAQuarterWiderThanWhereItBeginsAtMost(
      @ForAll @IntRange(min = 4, max = LatencyBuckets.COUNT - 1) int bucket) {
    long begin = LatencyBuckets.end(bucket - 1);
    assertThat(LatencyBuckets.end(bucket) - begin).isPositive().isLessThanOrEqualTo(begin / 4);
  }

  @Example
  void whatIsLongerThanAllIsInTheLastBucket() {
    assertThat(LatencyBuckets.of(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
    assertThat(LatencyBuckets.of(-1)).isZero();
    assertThat(LatencyBuckets.end(LatencyBuckets.COUNT - 1))
        .isGreaterThan(TimeUnit.MINUTES.toNanos(1));
  }
}
