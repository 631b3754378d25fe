package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.control.CachePolicy;
import io.scaledapp.balancer.memory.MemoryBudget;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The caches of all apps of a process, which have one bound together: if the apps may keep more
 * than that, each gets the same part of what it may. Any thread.
 */
public final class SharedCache {
  /** The part of the heap that stored responses may take. */
  private static final int STORED_SHARE = 4;

  /** The part of the heap for bodies that are on their way into a cache. */
  private static final int COLLECTED_SHARE = 16;

  private final long maxBytes;
  private final MemoryBudget collected;
  private final LongSupplier wallTime;

  /** Guarded by this, as what follows. */
  private final Set<AppCache> caches = new LinkedHashSet<>();

  private long wanted;
  private boolean changed;

  /** With a quarter of the heap. */
  public SharedCache() {
    this(
        Runtime.getRuntime().maxMemory() / STORED_SHARE,
        Runtime.getRuntime().maxMemory() / COLLECTED_SHARE,
        System::currentTimeMillis);
  }

  /**
   * @param maxBytes of all stored responses
   * @param collectedBytes of all bodies that are on their way into a cache
   * @param wallTime milliseconds since 1970; any thread
   */
  public SharedCache(long maxBytes, long collectedBytes, LongSupplier wallTime) {
    this.maxBytes = maxBytes;
    this.wallTime = wallTime;
    collected = new MemoryBudget(collectedBytes);
  }

  /**
   * An app's cache by its policy; {@link #settle} has to follow.
   *
   * @param policy null for none
   * @param former that the app had; it stays with all that is in it if its policy does
   */
  public synchronized @Nullable AppCache of(
      @Nullable CachePolicy policy, @Nullable AppCache former) {
    if (policy != null && former != null && former.policy().equals(policy)) {
      return former;
    }
    drop(former);
    if (policy == null) {
      return null;
    }
    var cache = new AppCache(policy, this);
    caches.add(cache);
    wanted += policy.maxBytes();
    changed = true;
    return cache;
  }

  /** The app is gone, and so is what it had. */
  public synchronized void drop(@Nullable AppCache cache) {
    if (cache != null && caches.remove(cache)) {
      wanted -= cache.policy().maxBytes();
      changed = true;
    }
  }

  /** Shares the memory out, once a change of the apps is over. */
  public synchronized void settle() {
    if (changed) {
      changed = false;
      caches.forEach(cache -> cache.entries().resize(share(cache.policy().maxBytes())));
    }
  }

  private long share(long bytes) {
    return wanted <= maxBytes ? bytes : (long) ((double) bytes / wanted * maxBytes);
  }

  /** Bytes that stored responses take, about. */
  public synchronized long bytes() {
    long bytes = 0;
    for (AppCache cache : caches) {
      bytes += cache.entries().bytes();
    }
    return bytes;
  }

  MemoryBudget collected() {
    return collected;
  }

  /** Milliseconds since 1970. */
  long wallTime() {
    return wallTime.getAsLong();
  }
}
