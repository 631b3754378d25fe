package io.scaledapp.balancer.filter;

import io.scaledapp.balancer.control.RequestRules.ClientLimits;

/**
 * What each client of an app used of its allowance, for a bounded number of clients. Any thread;
 * clients fall into stripes, each with a lock of its own that is held for some nanoseconds.
 *
 * <p>The rate is kept by GCRA (ITU-T I.371): of a client one needs to know only the time at which
 * all it sent would have come at an even pace. A client whose time is past is as good as unknown,
 * so its entry is anybody's. When all entries of a client's set are taken the stripe grows, and at
 * its full size the client that used least is forgotten, which gives it a fresh burst.
 */
final class ClientTable {
  /** {@link #take} found too much in flight, or no entry. */
  static final long BUSY = -1;

  private static final int STRIPES = 16;
  private static final int WAYS = 8;
  private static final int MAX_SETS = 128;

  /** Clients that are known at once. */
  static final int CAPACITY = STRIPES * MAX_SETS * WAYS;

  private final Stripe[] stripes = new Stripe[STRIPES];
  private final long origin;
  private final long seed;
  private final long intervalNanos;
  private final long burstNanos;
  private final int maxConcurrency;

  /**
   * @param origin nanoseconds of the clock that {@link #take} is told, not later than any of them
   * @param seed unknown to clients, so that none can aim at the entry of another
   */
  ClientTable(ClientLimits limits, long origin, long seed) {
    this.origin = origin;
    this.seed = seed;
    intervalNanos =
        limits.requestsPerSecond() == 0 ? 0 : 1_000_000_000L / limits.requestsPerSecond();
    burstNanos = intervalNanos * Math.max(1, limits.burst());
    maxConcurrency = limits.maxConcurrency();
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /**
   * A client, known by 128 bits, sends a request.
   *
   * @return 0 if it may, and then {@link #release} has to follow; the nanoseconds until it may
   *     again; or {@link #BUSY}
   */
  long take(long high, long low, long now) {
    long hash = hash(high, low);
    Stripe stripe = stripe(hash);
    synchronized (stripe) {
      return stripe.take(high, low, hash, now - origin + 1);
    }
  }

  /** The client's request is over. */
  void release(long high, long low) {
    if (maxConcurrency > 0) {
      long hash = hash(high, low);
      Stripe stripe = stripe(hash);
      synchronized (stripe) {
        stripe.release(high, low, hash);
      }
    }
  }

  private Stripe stripe(long hash) {
    return stripes[(int) (hash >>> 60)];
  }

  /** The finalizer of MurmurHash3, over a start that nobody knows. */
  private long hash(long high, long low) {
    long hash = seed ^ high * 0x9E3779B97F4A7C15L;
    hash = mix(hash) ^ low;
    return mix(hash);
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ mixed >>> 33;
  }

  /** Sets of entries; an entry that was never taken is one whose time is past. */
  private final class Stripe {
    private int sets = 1;
    private long[] highs = new long[WAYS];
    private long[] lows = new long[WAYS];

    /** Nanoseconds since the origin: the theoretical arrival time of the client's next request. */
    private long[] arrivals = new long[WAYS];

    private int[] inFlight = new int[WAYS];

    long take(long high, long low, long hash, long now) {
      int entry = find(high, low, hash);
      if (entry < 0) {
        entry = free(hash, now);
        if (entry < 0) {
          return BUSY;
        }
        highs[entry] = high;
        lows[entry] = low;
        arrivals[entry] = 0;
      }
      if (maxConcurrency > 0 && inFlight[entry] >= maxConcurrency) {
        return BUSY;
      }
      long arrival = Math.max(arrivals[entry], now) + intervalNanos;
      long early = arrival - now - burstNanos;
      if (early > 0) {
        return early;
      }
      arrivals[entry] = arrival;
      inFlight[entry] += maxConcurrency > 0 ? 1 : 0;
      return 0;
    }

    void release(long high, long low, long hash) {
      int entry = find(high, low, hash);
      if (entry >= 0) {
        inFlight[entry]--;
      }
    }

    private int firstOf(long hash) {
      return ((int) hash & (sets - 1)) * WAYS;
    }

    private int find(long high, long low, long hash) {
      int first = firstOf(hash);
      for (int entry = first; entry < first + WAYS; entry++) {
        if (highs[entry] == high && lows[entry] == low) {
          return entry;
        }
      }
      return -1;
    }

    /** An entry for a client that has none, or -1 if all have requests in flight. */
    private int free(long hash, long now) {
      int entry = leastUsed(hash);
      while (sets < MAX_SETS && (entry < 0 || arrivals[entry] > now)) {
        grow();
        entry = leastUsed(hash);
      }
      return entry;
    }

    private int leastUsed(long hash) {
      int first = firstOf(hash);
      int least = -1;
      for (int entry = first; entry < first + WAYS; entry++) {
        if (inFlight[entry] == 0 && (least < 0 || arrivals[entry] < arrivals[least])) {
          least = entry;
        }
      }
      return least;
    }

    /** Each set becomes two, so that no entry loses its place. */
    private void grow() {
      long[] formerHighs = highs;
      long[] formerLows = lows;
      long[] formerArrivals = arrivals;
      int[] formerInFlight = inFlight;
      sets *= 2;
      highs = new long[sets * WAYS];
      lows = new long[sets * WAYS];
      arrivals = new long[sets * WAYS];
      inFlight = new int[sets * WAYS];
      for (int i = 0; i < formerHighs.length; i++) {
        if (formerArrivals[i] > 0) {
          int entry = leastUsed(hash(formerHighs[i], formerLows[i]));
          highs[entry] = formerHighs[i];
          lows[entry] = formerLows[i];
          arrivals[entry] = formerArrivals[i];
          inFlight[entry] = formerInFlight[i];
        }
      }
    }
  }
}
