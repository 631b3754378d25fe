package io.scaledapp.balancer.pick;

/**
 * The same endpoint for the same client, by weighted rendezvous hashing: every pair of client and
 * endpoint has a score, and the highest wins. An endpoint that goes moves only its own clients, and
 * one that comes takes only its share. (Thaler and Ravishankar, "Using name-based mappings to
 * increase hit rates", 1998; weights by -w / ln u as in Schindelhauer and Schomaker, "Weighted
 * distributed hash tables", 2005.)
 */
final class IpHash implements Picker {

  @Override
  public int pick(Candidates candidates, int clientHash) {
    int best = NONE;
    long bestHash = 0;
    int bestWeight = 0;
    for (int i = 0; i < candidates.size(); i++) {
      long hash = mix(((long) clientHash << 32) | (candidates.key(i) & 0xFFFF_FFFFL));
      int weight = candidates.weight(i);
      if (best == NONE || wins(hash, weight, bestHash, bestWeight)) {
        best = i;
        bestHash = hash;
        bestWeight = weight;
      }
    }
    return best;
  }

  private static boolean wins(long hash, int weight, long otherHash, int otherWeight) {
    // Scores of equal weight are in the order of their hashes: no logarithm then.
    return weight == otherWeight
        ? hash > otherHash
        : score(hash, weight) > score(otherHash, otherWeight);
  }

  private static double score(long hash, int weight) {
    return -weight / Math.log((hash + 0.5) * 0x1p-53);
  }

  /** Spreads 64 bits (MurmurHash3's finaliser), and keeps the 53 that a double holds exactly. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return (mixed ^ (mixed >>> 33)) >>> 11;
  }
}
