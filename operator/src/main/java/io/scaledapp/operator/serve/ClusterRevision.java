package io.scaledapp.operator.serve;

import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.scaledapp.operator.app.AppOperationException;
import io.scaledapp.operator.platform.kubernetes.cluster.Annotations;
import io.scaledapp.operator.platform.kubernetes.cluster.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A revision of an app of a cluster, which is a ReplicaSet.
 *
 * @param number from 1, rising
 * @param ready how many of its pods are ready
 * @param createdAt when it was made, as ISO 8601
 * @param digest of its template
 * @param set with the template
 */
public record ClusterRevision(
    int number, int ready, String createdAt, String digest, ReplicaSet set) {

  static ClusterRevision of(ReplicaSet set) {
    var status = set.getStatus();
    var ready = status == null ? null : status.getReadyReplicas();
    return new ClusterRevision(
        Labels.revision(set).number(),
        ready == null ? 0 : ready,
        set.getMetadata().getCreationTimestamp(),
        Objects.requireNonNullElse(Annotations.get(set, Annotations.DIGEST), ""),
        set);
  }

  /** The image of the app's own container. */
  public String image() {
    return set.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  /**
   * The revision to go back to.
   *
   * @param all by rising number
   * @param number the one that is named; null for the one before: while a rollout goes on, or was
   *     given up, the one that still serves, or else the newest with another template
   * @throws AppOperationException saying why there is none
   */
  static ClusterRevision target(List<ClusterRevision> all, @Nullable Integer number) {
    if (all.isEmpty()) {
      throw new AppOperationException("has no revision there; name its namespace with -n");
    }
    var newest = all.getLast();
    var target = number == null ? before(all, newest) : named(all, number);
    if (target.digest.equals(newest.digest)) {
      throw new AppOperationException(
          "revision %d has the template that the ScaledApp has: there is nothing to go back to"
              .formatted(target.number));
    }
    return target;
  }

  private static ClusterRevision named(List<ClusterRevision> all, int number) {
    return all.stream()
        .filter(one -> one.number == number)
        .findFirst()
        .orElseThrow(
            () ->
                new AppOperationException(
                    "there is no revision %d; those that are kept: %s"
                        .formatted(
                            number,
                            all.stream()
                                .map(one -> String.valueOf(one.number))
                                .collect(Collectors.joining(", ")))));
  }

  private static ClusterRevision before(List<ClusterRevision> all, ClusterRevision newest) {
    var others = all.stream().filter(one -> !one.digest.equals(newest.digest)).toList();
    var serving = others.stream().filter(one -> one.ready > 0);
    var byNumber = Comparator.comparingInt(ClusterRevision::number);
    return serving
        .max(byNumber)
        .or(() -> others.stream().max(byNumber))
        .orElseThrow(
            () ->
                new AppOperationException(
                    "no revision with another template than revision %d is kept: there is nothing to go back to"
                        .formatted(newest.number)));
  }
}
