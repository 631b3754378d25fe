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
}
