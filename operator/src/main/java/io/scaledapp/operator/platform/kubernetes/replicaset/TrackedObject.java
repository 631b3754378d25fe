package io.scaledapp.operator.platform.kubernetes.replicaset;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.scaledapp.operator.app.Revision;
import io.scaledapp.operator.app.model.AppModel;
import io.scaledapp.operator.app.model.RolloutMapping;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.template.Coverage;
import io.scaledapp.operator.platform.kubernetes.template.ReplicaSetTemplate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The object of a ReplicaSet, as it was seen last and as it is to be. The API server counts the
 * changes of a spec in {@code metadata.generation}: one that no call of ours made is somebody
 * else's, and is taken back. Confined to its ReplicaSet's lock.
 */
final class TrackedObject {

  private final boolean resizes;
  private @Nullable Revision revision;
  private @Nullable ReplicaSet seen;
  private @Nullable ReplicaSet last;
  private long generation;
  private boolean differs;
  private boolean calling;

  /**
   * Of one that was not seen yet.
   *
   * @param resizes whether the cluster can lower a pod's CPU request in place
   */
  TrackedObject(boolean resizes) {
    this.resizes = resizes;
  }

  Optional<ReplicaSet> seen() {
    return Optional.ofNullable(seen);
  }

  int replicas() {
    return seen == null ? 0 : seen.getSpec().getReplicas();
  }

  /** Whether it is to be applied. */
  boolean differs() {
    return differs;
  }

  void leaveAsItIs() {
    differs = false;
  }

  /** The digest of the template that it was made from. */
  Optional<String> digest() {
    return seen().map(set -> Annotations.get(set, Annotations.DIGEST));
  }

  /**
   * Has it as the revision says, and makes it so where it is not. A revision that is known by its
   * number only stays as it was found.
   *
   * @throws IllegalArgumentException when no pod can be made of the template
   */
  void demand(Revision wanted) {
    if (wanted == revision) {
      // What somebody else changed since then shows in the generation.
      differs |= seen == null;
      return;
    }
    if (!hasItsSource(wanted)) {
      return;
    }
    var intent = ReplicaSetTemplate.of(wanted, 0, resizes);
    revision = wanted;
    differs |=
        seen == null
            || !Coverage.ofMetadata(seen.getMetadata(), intent.getMetadata())
            || !Coverage.ofTemplate(seen, intent);
  }

  /** How many revisions its app keeps beside the newest; as by default where it is not known. */
  int historyLimit() {
    return RolloutMapping.historyLimit(revision == null ? null : revision.source().getSpec());
  }

  boolean isKnown() {
    return revision != null || last != null;
  }

  private static boolean hasItsSource(Revision wanted) {
    var template = AppModel.of(wanted.source(), 1).template();
    return template != null && template.digest().equals(wanted.digest());
  }

  /** What is applied. */
  ReplicaSet intent(int replicas) {
    if (revision != null) {
      return ReplicaSetTemplate.of(revision, replicas, resizes);
    }
    if (last != null) {
      return ReplicaSetTemplate.again(last, replicas);
    }
    throw new IllegalStateException("a ReplicaSet that nobody knows is never applied");
  }

  /** From the watch, or read. The first one is taken as it is. */
  void see(ReplicaSet set) {
    if (last == null && !calling) {
      generation = set.getMetadata().getGeneration();
    }
    take(set);
    if (!calling) {
      check();
    }
  }

  /** From the watch, or read: it is not there any more. */
  void gone(String uid) {
    if (seen != null && seen.getMetadata().getUid().equals(uid)) {
      seen = null;
      generation = 0;
    }
  }

  /** A call begins. What the watch tells meanwhile may be its own effect. */
  void calling() {
    calling = true;
  }

  /** The answer of a call. */
  void written(ReplicaSet set) {
    generation = set.getMetadata().getGeneration();
    differs = false;
    take(set);
  }

  /** The call has ended, one way or another. */
  void called() {
    calling = false;
    check();
  }

  private void take(ReplicaSet set) {
    if (seen == null || !isSame(seen, set) || version(set) > version(seen)) {
      seen = set;
      last = set;
    }
  }

  private void check() {
    if (seen == null) {
      return;
    }
    var foreign = seen.getMetadata().getGeneration() > generation;
    var intact =
        revision == null
            || Coverage.ofMetadata(seen.getMetadata(), ReplicaSetTemplate.metadata(revision));
    differs |= foreign || !intact;
  }

  private static boolean isSame(ReplicaSet one, ReplicaSet other) {
    return one.getMetadata().getUid().equals(other.getMetadata().getUid());
  }

  private static long version(ReplicaSet set) {
    return Long.parseLong(set.getMetadata().getResourceVersion());
  }
}
