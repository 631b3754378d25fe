package io.scaledapp.balancer.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import io.scaledapp.balancer.http1.MessageHead;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses of one app, bounded in bytes. What is asked for often stays, and what is
 * asked for once goes first (W-TinyLFU, as Caffeine has it). Any thread.
 */
final class Entries {
  /** What an object and a reference to it take besides what is in it, about. */
  static final int OVERHEAD = 64;

  private final Cache<CacheKey, Variants> variants;
  private final Eviction<CacheKey, Variants> eviction;

  /**
   * @param maxBytes from 1
   */
  Entries(long maxBytes) {
    variants =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((CacheKey key, Variants value) -> key.weight() + value.weight())
            // The little there is to tidy up is done where something was stored.
            .executor(Runnable::run)
            .build();
    eviction = variants.policy().eviction().orElseThrow();
  }

  /** The latest response to such a request, or null. */
  @Nullable StoredResponse find(CacheKey key, MessageHead request) {
    Variants found = variants.getIfPresent(key);
    return found == null ? null : found.select(request);
  }

  /** Whether there is a response for the target, for whatever request. */
  boolean has(CacheKey key) {
    return variants.getIfPresent(key) != null;
  }

  void put(CacheKey key, StoredResponse response) {
    long max = eviction.getMaximum();
    variants
        .asMap()
        .compute(key, (same, known) -> (known == null ? Variants.NONE : known).with(response, max));
  }

  void remove(CacheKey key, StoredResponse response) {
    variants.asMap().computeIfPresent(key, (same, known) -> known.without(response));
  }

  void invalidate(CacheKey key) {
    variants.invalidate(key);
  }

  void resize(long maxBytes) {
    eviction.setMaximum(maxBytes);
  }

  /** Bytes that all take, about. */
  long bytes() {
    return eviction.weightedSize().orElse(0);
  }
}
