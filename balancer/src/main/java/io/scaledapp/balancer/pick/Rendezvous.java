package io.scaledapp.balancer.pick;

/**
 * Weighted rendezvous hashing: every pair of key and endpoint has a score, and a key goes to the
 * endpoint with its highest. An endpoint that goes moves only its own keys, each to its own second
 * choice, and one that comes takes only its share. (Thaler and Ravishankar, "Using name-based
 * mappings to increase hit rates", 1998; weights by -w / ln u as in Schindelhauer and Schomaker,
 * "Weighted distributed hash tables", 2005.)
 */
final class Rendezvous {

  private Rendezvous() {}

  /** Whether a key goes to the endpoint {@code one} rather than to {@code other}. */
  static boolean prefers(int hash, Candidates candidates, int one, int other) {
    long hashOfOne = pair(hash, candidates.key(one));
    long hashOfOther = pair(hash, candidates.key(other));
    int weight = candidates.weight(one);
    int otherWeight = candidates.weight(other);
    // Scores of equal weight are in the order of their hashes: no logarithm then.
    return weight == otherWeight
        ? hashOfOne > hashOfOther
        : score(hashOfOne, weight) > score(hashOfOther, otherWeight);
  }

  private static double score(long hash, int weight) {
    return -weight / Math.log((hash + 0.5) * 0x1p-53);
  }

  /** Spreads 64 bits (MurmurHash3's finaliser), and keeps the 53 that a double holds exactly. */
  private static long pair(int hash, int key) {
    long value = ((long) hash << 32) | (key & 0xFFFF_FFFFL);
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return (mixed ^ (mixed >>> 33)) >>> 11;
  }
}
