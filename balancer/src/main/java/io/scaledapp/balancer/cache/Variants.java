package io.scaledapp.balancer.cache;

import io.scaledapp.balancer.http1.MessageHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The responses to requests for one target, which differ in what requests say (RFC 9111 section
 * 4.1). Never changed.
 *
 * @param responses the latest first
 */
record Variants(List<StoredResponse> responses) {
  /** More are hardly asked for again before they are stale, and each look-up tries them all. */
  static final int MAX = 16;

  static final Variants NONE = new Variants(List.of());

  /** The latest that fits the request, or null. */
  @Nullable StoredResponse select(MessageHead request) {
    for (int i = 0; i < responses.size(); i++) {
      if (responses.get(i).matches(request)) {
        return responses.get(i);
      }
    }
    return null;
  }

  /**
   * These with one more, which replaces those with its secondary key; the oldest go if there are
   * too many.
   *
   * @param maxWeight that all of them may have, except for one alone
   */
  Variants with(StoredResponse added, long maxWeight) {
    var kept = new ArrayList<StoredResponse>();
    kept.add(added);
    long weight = added.weight();
    for (StoredResponse one : responses) {
      if (one.secondaryKey().equals(added.secondaryKey())) {
        continue;
      }
      weight += one.weight();
      if (kept.size() == MAX || weight > maxWeight) {
        break;
      }
      kept.add(one);
    }
    return new Variants(List.copyOf(kept));
  }

  /** These without one; null if none is left. */
  @Nullable Variants without(StoredResponse removed) {
    var kept = responses.stream().filter(one -> one != removed).toList();
    return kept.isEmpty() ? null : new Variants(kept);
  }

  int weight() {
    long weight = Entries.OVERHEAD;
    for (StoredResponse one : responses) {
      weight += one.weight();
    }
    return (int) Math.min(weight, Integer.MAX_VALUE);
  }
}
