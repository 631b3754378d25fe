package io.scaledapp.operator.platform.kubernetes.cluster;

import io.scaledapp.operator.app.Revision;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a revision, and so its ReplicaSet.
 *
 * @param name of the app
 * @param number of the revision
 */
public record RevisionKey(String namespace, String name, int number) {

  private static final Pattern REPLICA_SET = Pattern.compile("(.+)-r([0-9]{1,9})");

  public static RevisionKey of(Revision revision) {
    var slash = revision.app().indexOf('/');
    return new RevisionKey(
        revision.app().substring(0, slash), revision.app().substring(slash + 1), revision.number());
  }

  /** Reads the name of a ReplicaSet; empty if it is not one of ours. */
  public static Optional<RevisionKey> ofReplicaSet(String namespace, String name) {
    var parts = REPLICA_SET.matcher(name);
    return parts.matches()
        ? Optional.of(new RevisionKey(namespace, parts.group(1), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }

  /** {@code namespace/name} of the app. */
  public String app() {
    return namespace + "/" + name;
  }

  /** The name of the ReplicaSet. */
  public String replicaSet() {
    return name + "-r" + number;
  }
}
