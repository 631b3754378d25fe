package io.scaledapp.e2e.cluster;

import java.nio.file.Path;

/** The machines of a cluster, whatever they are. */
interface Nodes {

  /** A kubeconfig with all rights that works from this machine. */
  String kubeconfig();

  /** Where NodePorts answer, as this machine reaches it. */
  String address();

  /** Makes the images of an archive that {@code docker save} wrote known to every node. */
  void load(Path archive);

  /** Runs a shell command on a node, as root, and returns what it printed; fails when it fails. */
  String run(String node, String script);

  /**
   * Makes a machine that joins the cluster, and does not wait until it is ready.
   *
   * @return its name; all images but those of the system have to be loaded
   */
  String join();

  /** Ends a machine that joined. */
  void remove(String node);
}
