package io.scaledapp.operator.platform.kubernetes.reconciler;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many events an app may still tell: {@link #BURST} at once, then one each {@link #REFILL}. The
 * burst is that of client-go's spam filter. Confined to one thread.
 */
final class EventBudget {

  static final int BURST = 25;
  static final Duration REFILL = Duration.ofSeconds(30);

  private static final int MANY_APPS = 10_000;

  private final Map<String, Bucket> buckets = new HashMap<>();

  private record Bucket(double tokens, Instant at) {
    Bucket at(Instant now) {
      var refilled = (double) Duration.between(at, now).toMillis() / REFILL.toMillis();
      return new Bucket(Math.min(BURST, tokens + Math.max(0, refilled)), now);
    }
  }

  /** Takes one if there is one. */
  boolean allows(String app, Instant now) {
    if (buckets.size() > MANY_APPS) {
      buckets.values().removeIf(bucket -> bucket.at(now).tokens() >= BURST);
    }
    var bucket = buckets.getOrDefault(app, new Bucket(BURST, now)).at(now);
    var allowed = bucket.tokens() >= 1;
    buckets.put(app, allowed ? new Bucket(bucket.tokens() - 1, now) : bucket);
    return allowed;
  }
}
