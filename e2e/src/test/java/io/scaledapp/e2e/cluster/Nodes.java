package io.scaledapp.e2e.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The machines of a cluster, whatever they are. Not every kind lets itself be disturbed; a test
 * that asks for it is left out then.
 */
interface Nodes {

  /**
   * What system properties ask for: {@code scaledapp.e2e.kubeconfig}, a file, for a cluster that is
   * there; {@code scaledapp.e2e.nodes=k3s} for K3s. Otherwise the nodes that are built.
   */
  static Nodes start() {
    var kubeconfig = System.getProperty("scaledapp.e2e.kubeconfig", "");
    if (!kubeconfig.isEmpty()) {
      return new ExistingNodes(Path.of(kubeconfig));
    }
    var kind = System.getProperty("scaledapp.e2e.nodes", "built");
    return switch (kind) {
      case "built" -> BuiltNodes.start();
      case "k3s" -> K3sNodes.start();
      default ->
          throw new IllegalArgumentException(
              "scaledapp.e2e.nodes must be built or k3s, is " + kind);
    };
  }

  /** A kubeconfig with all rights that works from this machine. */
  String kubeconfig();

  /** Where NodePorts answer, as this machine reaches it. */
  String address();

  /** Makes the images of an archive that {@code docker save} wrote known to every node. */
  void load(Path archive);

  /** Runs a shell command on a node, as root, and returns what it printed; fails when it fails. */
  default String run(String node, String script) {
    return abort("no commands can be run on these nodes");
  }

  /**
   * The API server's audit log with what the product asked of it, one JSON object a line; none if
   * it keeps no such log.
   */
  default Optional<String> auditLog() {
    return Optional.empty();
  }

  /**
   * Makes a machine that joins the cluster, and does not wait until it is ready.
   *
   * @return its name; images but those of the system have to be loaded
   */
  default String join() {
    return abort("these nodes take no further one");
  }

  /** Makes the images of an archive known to a machine that joined. */
  default void load(String node, Path archive) {
    throw new IllegalArgumentException(node + " did not join");
  }

  /** Ends a machine that joined. */
  default void remove(String node) {
    throw new IllegalArgumentException(node + " did not join");
  }

  /** Kills the API server, so that every connection to it breaks at once. */
  default void stopApiServer() {
    abort("the API server of these nodes cannot be stopped");
  }

  /** Starts the API server again, and does not wait until it is ready. */
  default void startApiServer() {
    throw new IllegalStateException("the API server was not stopped");
  }
}
