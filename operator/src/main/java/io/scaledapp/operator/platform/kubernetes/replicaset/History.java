package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which revisions of an app are kept though nothing runs of them. Pure. */
final class History {

  /** As many as a roll-back may need; a Deployment keeps 10. */
  static final int KEPT = 5;

  private History() {}

  /**
   * The idle revisions that are not among the newest.
   *
   * @param all numbers of all revisions
   * @param idle those of them that have and want no pods
   */
  static List<Integer> obsolete(Set<Integer> all, Set<Integer> idle) {
    return all.stream()
        .sorted(Comparator.reverseOrder())
        .skip(KEPT)
        .filter(idle::contains)
        .toList();
  }
}
