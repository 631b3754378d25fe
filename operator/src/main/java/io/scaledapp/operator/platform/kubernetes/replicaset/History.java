package io.scaledapp.operator.platform.kubernetes.replicaset;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which revisions of an app are kept though nothing runs of them. Pure. */
final class History {

  private History() {}

  /**
   * The idle revisions that are not among the newest.
   *
   * @param limit how many are kept beside the newest
   * @param all numbers of all revisions
   * @param idle those of them that have and want no pods
   */
  static List<Integer> obsolete(int limit, Set<Integer> all, Set<Integer> idle) {
    return all.stream()
        .sorted(Comparator.reverseOrder())
        .skip(limit + 1L)
        .filter(idle::contains)
        .toList();
  }
}
